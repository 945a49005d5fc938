import { compileOperations } from '@leadlock/trpc/rest/operations';
import { expect, test } from 'vitest';
import { appRouter } from '../src/router.ts';

/** What asks somebody outside (Twilio, the file store, a receiver, a web server) before it answers. */
const ASKS_OUTSIDE = [
  '/agency/branding/domain/verify',
  '/agency/branding/favicon',
  '/agency/branding/logo',
  '/integrations/twilio/connect',
  '/issues/',
  '/phone-numbers/import',
  '/tenants/me/webhook-test',
  '/webhooks/endpoints',
  '/webhooks/endpoints/{endpoint_id}/test',
];

test('an operation that asks somebody outside is never one transaction with its answer, which would wait for them', () => {
  const repeatable = compileOperations(appRouter).filter(({ rest }) => rest.idempotent === 'repeatable');
  expect(repeatable.map(({ path }) => path).toSorted()).toEqual(ASKS_OUTSIDE);
});
