/**
 * What each audited operation does, in words that follow a name: "Ana … created the agent Ava". `{field:kind}` is the thing
 * whose ID the entry's target has under that field, `{webhook}` the account's webhook, and
 * `{fields}` what of the thing was changed.
 */
export const PHRASES: Readonly<Record<string, string>> = {
  'account.requestDeletion': 'requested the deletion of the account',
  'activeSessions.killVoice': 'dropped the voice connection of a call',
  'agency.agents.copy': 'copied {agent_id:agent} to a client',
  'agency.agents.copyTo': 'copied {agent_id:agent} to {target_tenant_id:client}',
  'agency.branding.removeFavicon': 'removed the favicon',
  'agency.branding.removeLogo': 'removed the logo',
  'agency.branding.update': 'changed the branding',
  'agency.branding.uploadFavicon': 'uploaded a favicon',
  'agency.branding.uploadLogo': 'uploaded a logo',
  'agency.branding.verifyDomain': 'verified the custom domain',
  'agency.integrations.assign': 'assigned integrations to {sub_account_id:client}',
  'agency.integrations.remove': 'removed {integration_id:integration} from {sub_account_id:client}',
  'agency.integrations.removeAll': 'removed all integrations from {sub_account_id:client}',
  'agency.subAccounts.create': 'created {id:client}',
  'agency.subAccounts.delete': 'deleted {sub_account_id:client}',
  'agency.subAccounts.invite': 'invited the administrator of {sub_account_id:client}',
  'agency.subAccounts.resume': 'resumed {sub_account_id:client}',
  'agency.subAccounts.suspend': 'suspended {sub_account_id:client}',
  'agency.subAccounts.update': 'changed {fields}{sub_account_id:client}',
  'agents.create': 'created {id:agent}',
  'agents.delete': 'deleted {agent_id:agent}',
  'agents.duplicate': 'duplicated {agent_id:agent}',
  'agents.toggle': 'activated or deactivated {agent_id:agent}',
  'agents.update': 'changed {fields}{agent_id:agent}',
  'apiKeys.create': 'created {id:api_key}',
  'apiKeys.delete': 'deleted {key_id:api_key}',
  'apiKeys.revoke': 'revoked {key_id:api_key}',
  'auth.logout': 'logged out',
  'auth.logoutAll': 'logged out everywhere',
  'calls.end': 'ended {call_id:call}',
  'calls.listen': 'listened to {call_id:call}',
  'compliance.acceptOutbound': 'accepted the outbound terms',
  'emailChange.confirm': 'changed their email address',
  'emailChange.request': 'asked to change their email address',
  'emailVerification.verify': 'verified their email address',
  'embedSso.signIn': 'signed in through GoHighLevel for the first time',
  'integrations.connectTwilio': 'connected a Twilio account',
  'integrations.disconnectTwilio': 'disconnected Twilio',
  'invites.accept': 'accepted their invitation',
  'issues.create': 'reported an issue',
  'me.update': 'changed their name or password',
  'members.invite': 'invited {id:member}',
  'members.remove': 'removed {user_id:member}',
  'members.update': 'changed the role or access of {user_id:member}',
  'notifications.clear': 'deleted the read notifications',
  'notifications.delete': 'deleted a notification',
  'notifications.markAllRead': 'marked all notifications as read',
  'notifications.markRead': 'marked a notification as read',
  'notifications.updateSettings': 'changed the notification settings',
  'onboarding.complete': 'completed the setup step “{step:text}”',
  'onboarding.navigate': 'went to the setup step “{step:text}”',
  'onboarding.reset': 'restarted the setup',
  'onboarding.skip': 'skipped the setup step “{step:text}”',
  'operator.createUser': 'created {id:member}',
  'outgoingWebhooks.replay': 'resent a delivery of {webhook}',
  'passwordReset.reset': 'reset their password',
  'phoneNumbers.assign': 'changed which client has {phone_number_id:phone_number}',
  'phoneNumbers.delete': 'deleted {phone_number_id:phone_number}',
  'phoneNumbers.import': 'imported phone numbers from Twilio',
  'phoneNumbers.update': 'changed {fields}{phone_number_id:phone_number}',
  'tenantSettings.rotateSecret': 'rotated the signing secret of {webhook}',
  'tenantSettings.testWebhook': 'tested {webhook}',
  'tenantSettings.update': 'changed the account settings',
  'testCalls.start': 'started a test call with {agent_id:agent}',
  'testCalls.startDraft': 'tried unsaved changes to {agent_id:agent}',
  'testCalls.voice': 'tested the voice of an agent',
  'timeZone.set': 'changed the time zone',
  'webhookEndpoints.create': 'added a webhook',
  'webhookEndpoints.delete': 'deleted a webhook',
  'webhookEndpoints.rotateSecret': 'rotated the signing secret of a webhook',
  'webhookEndpoints.test': 'tested a webhook',
  'webhookEndpoints.update': 'changed a webhook',
};

/** What an operation without a phrase does, such as one that no longer exists: "made a change (phone numbers: renew)". */
function fallbackFor(operation: string): string {
  const words = operation.split('.').map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
  const verb = words.pop() ?? '';
  return `made a change (${[...(words.length > 0 ? [words.join(' ')] : []), verb].join(': ')})`;
}

/** The words for an operation, with its placeholders. */
export const phraseFor = (operation: string): string =>
  Object.hasOwn(PHRASES, operation) ? (PHRASES[operation] ?? '') : fallbackFor(operation);
