/** Operations of ours that the reference does not have, as `GET /path`, each with the reason why it is there. */
export const BEYOND_REFERENCE: Readonly<Record<string, string>> = {
  'GET /files/{folder}/{tenant_id}/{name}':
    'The reference stores files with a vendor that serves them itself; ours are served here, private ones by signed links.',
  'GET /webhooks/deliveries': 'Whoever receives events must be able to see what was sent and what came back.',
  'POST /webhooks/deliveries/{delivery_id}/replay': 'What a receiver missed while it was broken is sent again by hand.',
  'POST /agency/sub-accounts/{sub_account_id}/suspend':
    'The reference shows whether a sub-account is suspended and has no way to suspend one.',
  'POST /agency/sub-accounts/{sub_account_id}/resume': 'The way back from a suspension.',
  'GET /auth/members': 'Owners manage their colleagues; the reference knows users and has no way to add one.',
  'POST /auth/members': 'Invites a colleague.',
  'PATCH /auth/members/{user_id}': 'Changes a colleague’s role, or disables them.',
  'DELETE /auth/members/{user_id}': 'Removes a colleague, or withdraws an invitation.',
  'GET /audit-log': 'A log of who changed what is of use only to those who can read it.',
};
