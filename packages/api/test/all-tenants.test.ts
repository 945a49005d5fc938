import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const DOMAINS = join(import.meta.dirname, '../../domains');

/** What of the domains sees the rows of all tenants, and why its own connection, or that of one tenant, does not do. */
const REASONS: Record<string, string> = {
  'agency/src/agents/find-owner-of-agent.ts': 'which sub-account has an agent is asked of all of the agency',
  'agency/src/agents/list-sub-account-agents.ts': 'agents of all sub-accounts of the agency',
  'agency/src/agents/search-sub-account-agents.ts': 'agents of all sub-accounts of the agency',
  'agency/src/branding/get-account-branding.ts': 'whose brand an account shows follows from its agency',
  'agency/src/branding/get-public-branding.ts': 'whose domain it is is the question',
  'agency/src/custom-domains/find-served-challenge.ts': 'whose domain it is is the question',
  'agency/src/custom-domains/jobs.ts': 'a sweep over the domains of all agencies',
  'agency/src/custom-domains/verify-custom-domain.ts': 'a domain is taken from the agency that held it',
  'agency/src/functions/list-sub-account-functions.ts': 'functions of all sub-accounts of the agency',
  'agency/src/sub-accounts/queries.ts': 'agents of all sub-accounts of the agency are counted',
  'agency/src/sub-accounts/search-sub-accounts.ts': 'agents of all sub-accounts of the agency are counted',
  'agency/src/sub-accounts/taken-slug.ts': 'slugs are unique among all tenants',
  'agency/src/usage/get-overview.ts': 'agents of all sub-accounts of the agency are counted',
  'agents/src/elevenlabs/jobs.ts': 'a sweep over the agents of all tenants',
  'crm/src/integrations/queries.ts': 'a sub-account uses the accounts of its agency; a sweep asks about all',
  'crm/src/integrations/report-refused-account.ts': 'whose account was refused is not known there',
  'identity/src/account/request-deletion.ts': 'the operators of the installation are told',
  'identity/src/api-keys/create-api-key.ts': 'the session may be that of somebody of the agency',
  'identity/src/compliance/accept-outbound-terms.ts': 'who accepts may be somebody of the agency',
  'identity/src/invites/invite-user.ts': 'an address may belong to a user of any tenant',
  'identity/src/members/remove-member.ts': 'people of an agency have made keys in its sub-accounts',
  'identity/src/members/update-member.ts': 'people of an agency have made keys in its sub-accounts',
  'platform/src/audit/create-audit-log.ts': 'what an agency does to a sub-account stands in both logs',
  'platform/src/audit/describe-audit-log.ts': 'an agency’s log names its sub-accounts’ things',
  'platform/src/notifications/count-unread-agency-notifications.ts': 'what all sub-accounts of the agency were told',
  'platform/src/notifications/list-agency-notifications.ts': 'what all sub-accounts of the agency were told',
  'platform/src/rate-limits/create-admission.ts': 'limits are nobody’s rows',
  'platform/src/rate-limits/create-guess-limit.ts': 'limits are nobody’s rows',
  'telephony/src/monitoring/listen-to-call.ts': 'gateways are no tenant’s',
  'telephony/src/phone-numbers/list-twilio-numbers.ts': 'a number may be held by any tenant',
  'telephony/src/test-calls/start-test-call.ts': 'calls of all accounts of one payer are counted',
  'telephony/src/transfers/find-reported-transfer.ts': 'a call on a number of the agency may be a sub-account’s',
  'telephony/src/twilio-webhooks/answer-call.ts':
    'a number of the agency may ring for a sub-account, and calls of all accounts of one payer are counted',
  'telephony/src/twilio-webhooks/report-status.ts': 'a call on a number of the agency may be a sub-account’s',
  'telephony/src/twilio-webhooks/store-recording.ts': 'a call on a number of the agency may be a sub-account’s',
};

/** Ways past `allTenants`. */
const BACK_DOORS = [/\b(?:database|within)\s*\.\s*system\b/i, /\bsystem\b[^{}]*\}\s*=\s*[\w.]*(?:database|within)\b/i];

const sources = globSync('*/src/**/*.ts', { cwd: DOMAINS })
  .filter((file) => !/\.test\.ts$|access-rows\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(DOMAINS, file), 'utf8') }));
const filesWith = (pattern: RegExp): string[] =>
  sources
    .filter(({ text }) => pattern.test(text))
    .map(({ file }) => file)
    .toSorted();

it('whoever sees the rows of all tenants is listed with the reason', () => {
  expect(filesWith(/\ballTenants\b/)).toEqual(Object.keys(REASONS).toSorted());
});

it('there is no other way to them', () => {
  expect(BACK_DOORS.flatMap(filesWith)).toEqual([]);
});
