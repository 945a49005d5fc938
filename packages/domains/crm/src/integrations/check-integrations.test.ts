import { newId } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { ProviderError } from '@leadlock/providers/contracts';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkIntegrations } from './check-integrations.ts';
import { credentialsPurpose } from './twilio-credentials.ts';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('only the tenant whose account Twilio refuses is told, and once', async () => {
  const brokenSid = `AC${'1'.repeat(32)}`;
  const system = createTestContext(database, {
    providers: {
      telephony: {
        fetchAccount: ({ accountSid }) =>
          accountSid === brokenSid
            ? Promise.reject(new ProviderError('Authenticate', { provider: 'twilio', status: 401, code: '20003' }))
            : Promise.resolve({ accountSid, friendlyName: 'Acme', status: 'active', type: 'Full' }),
      },
    },
  });
  const [broken, sound] = [await createTenant(database), await createTenant(database)];
  for (const [tenant, accountSid] of [
    [broken, brokenSid],
    [sound, `AC${'2'.repeat(32)}`],
  ] as const) {
    await database.system
      .insertInto('integrations')
      .values({
        tenant_id: tenant.id,
        id: newId(),
        provider: 'twilio',
        account_id: accountSid,
        sealed_credentials: system.secrets.seal('token', credentialsPurpose(tenant.id, accountSid)),
      })
      .execute();
  }
  await checkIntegrations(system);
  await checkIntegrations(system);
  const told = await database.system.selectFrom('notifications').select(['tenant_id', 'type']).execute();
  expect(told).toEqual([{ tenant_id: broken.id, type: 'integration.broken' }]);
});
