import { newId } from '@leadlock/core/ids';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { ProviderError } from '@leadlock/providers/contracts';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { beforeEach, expect, test } from 'vitest';
import { checkIntegrations } from './check-integrations.ts';
import { connectTwilio } from './connect-twilio.ts';
import { integrationJobs } from './jobs.ts';
import { reportRefusedAccount } from './report-refused-account.ts';
import { credentialsPurpose } from './twilio-credentials.ts';
import { forTenant } from '@leadlock/context/context';
import { findTenant } from '@leadlock/identity/tenants';

const accountSid = `AC${'1'.repeat(32)}`;
const otherSid = `AC${'2'.repeat(32)}`;

/** Tokens that Twilio does not accept. */
let refused: Set<string>;
let asked: string[];
const database = await useDatabase();
const system = createTestContext(database, {
  providers: {
    telephony: {
      fetchAccount: (credentials) => {
        asked.push(credentials.accountSid);
        return refused.has(credentials.authToken)
          ? Promise.reject(new ProviderError('Authenticate', { provider: 'twilio', status: 401, code: '20003' }))
          : Promise.resolve({
              accountSid: credentials.accountSid,
              friendlyName: 'Acme',
              status: 'active',
              type: 'Full',
            });
      },
    },
  },
});
beforeEach(async () => {
  refused = new Set();
  asked = [];
  system.jobs.enqueued.length = 0;
  await database.system.deleteFrom('notifications').execute();
  await database.system.deleteFrom('integrations').execute();
});

async function connected(sid: string, authToken: string): Promise<{ id: string }> {
  const tenant = await createTenant(database);
  await database.system
    .insertInto('integrations')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      provider: 'twilio',
      account_id: sid,
      sealed_credentials: system.secrets.seal(authToken, credentialsPurpose(tenant.id, sid)),
    })
    .execute();
  return tenant;
}

const told = () => database.system.selectFrom('notifications').select(['tenant_id', 'type']).execute();

test('only the tenant whose account Twilio refuses is told, and once', async () => {
  const broken = await connected(accountSid, 'withdrawn');
  await connected(otherSid, 'sound');
  refused.add('withdrawn');
  await checkIntegrations(system);
  await checkIntegrations(system);
  expect(asked.toSorted()).toEqual([accountSid, accountSid, otherSid, otherSid]);
  expect(await told()).toEqual([{ tenant_id: broken.id, type: 'integration.broken' }]);
});

test('an account that breaks again after it worked, or was connected anew, is told of again', async () => {
  const { id } = await connected(accountSid, 'first');
  refused.add('first');
  await checkIntegrations(system);
  refused.clear();
  await checkIntegrations(system);
  refused.add('first');
  await checkIntegrations(system);
  expect(await told()).toHaveLength(2);

  const tenant = await findTenant(database.system, id);
  if (!tenant) throw new Error('The tenant is gone');
  await connectTwilio(forTenant(system, tenant), {
    account_name: 'Acme',
    account_sid: accountSid,
    auth_token: 'second',
  });
  await checkIntegrations(system);
  expect(await told()).toHaveLength(2);
  refused.add('second');
  await checkIntegrations(system);
  expect(await told()).toHaveLength(3);
});

test('a refusal at work leads to one question, about the account that was refused, with what is stored', async () => {
  const broken = await connected(accountSid, 'withdrawn');
  await connected(accountSid, 'sound');
  await connected(otherSid, 'sound');
  refused.add('withdrawn');
  for (let failure = 0; failure < 3; failure += 1) await reportRefusedAccount(system, accountSid);
  const queued = system.jobs.enqueued.map(({ name, options }) => `${name} ${options?.singletonKey}`);
  expect(queued).toHaveLength(3);
  expect(new Set(queued)).toEqual(new Set([`integrations.check-refused-account ${accountSid}`]));
  for (const { name, payload } of system.jobs.enqueued) {
    const handler = integrationJobs.find(({ job }) => job.name === name);
    await handler?.run(system, payload, { id: 'job', attempt: 1, signal: new AbortController().signal });
  }
  expect(new Set(asked)).toEqual(new Set([accountSid]));
  expect(await told()).toEqual([{ tenant_id: broken.id, type: 'integration.broken' }]);
});

test('a queue that is down does not add to the failure', async () => {
  const jobs = { enqueue: () => Promise.reject(new Error('no database')) };
  await expect(reportRefusedAccount({ ...system, jobs }, accountSid)).resolves.toBeUndefined();
});
