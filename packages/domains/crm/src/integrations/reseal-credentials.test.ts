import { randomBytes } from 'node:crypto';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { newId } from '@leadlock/core/ids';
import { expect, test } from 'vitest';
import { resealCredentials } from './reseal-credentials.ts';
import { credentialsPurpose, twilioCredentialsFor } from './twilio-credentials.ts';

const database = await useDatabase();

test('after a rotation the old key is needed until the credentials were sealed again', async () => {
  const [oldKey, newKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const tenant = await createTenant(database);
  const accountSid = `AC${'1'.repeat(32)}`;
  const sealed = createSecretBox([oldKey]).seal('the token', credentialsPurpose(tenant.id, accountSid));
  await database.system
    .insertInto('integrations')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      provider: 'twilio',
      account_id: accountSid,
      sealed_credentials: sealed,
    })
    .execute();

  const withNewKeyOnly = createTestContext(database, { secrets: createSecretBox([newKey]) });
  await expect(twilioCredentialsFor(withNewKeyOnly, tenant.id)).rejects.toThrow(/not configured/);

  const withBoth = createTestContext(database, { secrets: createSecretBox([newKey, oldKey]) });
  expect(await twilioCredentialsFor(withBoth, tenant.id)).toMatchObject({ accountSid, authToken: 'the token' });
  expect(await resealCredentials(withBoth)).toBe(1);
  expect(await resealCredentials(withBoth)).toBe(0);
  expect(await twilioCredentialsFor(withNewKeyOnly, tenant.id)).toMatchObject({ authToken: 'the token' });
});
