import { createHash } from 'node:crypto';
import { issueTokens } from '@leadlock/identity/auth';
import { readStream, useOperations } from '@leadlock/identity/testing';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { appRouter } from '../src/router.ts';

/* The streams are looked at every five minutes: only what is told at once ends them within a test's time. */
const database = await useDatabase();
const system = createTestContext(database);
const api = await useOperations(appRouter, system);

interface Reader {
  tenant: { id: string };
  user: Awaited<ReturnType<typeof createUser>>;
  tokens: Awaited<ReturnType<typeof issueTokens>>;
  /** Of an owner who is somebody else. */
  ownerToken: string;
}

async function newReader(): Promise<Reader> {
  const tenant = await createTenant(database);
  const user = await createUser(database, tenant, { role: 'admin' });
  const owner = await createUser(database, tenant);
  const tokens = await issueTokens(system, system.db, user);
  return { tenant, user, tokens, ownerToken: (await issueTokens(system, system.db, owner)).access_token };
}

async function follow(token: string) {
  const stream = await readStream(`${api.url}/webhooks/events/stream`, token);
  expect(stream.status).toBe(200);
  await stream.untilComment('listening');
  return stream;
}

async function resetPassword({ tenant, user }: Reader): Promise<void> {
  const token = `reset-${user.id}`;
  await system.db
    .insertInto('password_reset_tokens')
    .values({
      tenant_id: tenant.id,
      id: user.id,
      user_id: user.id,
      token_hash: createHash('sha256').update(token).digest(),
      created_at: new Date(),
      expires_at: new Date(Date.now() + 60_000),
    })
    .execute();
  const body = { token, new_password: 'another unusual password' };
  expect(await api.request('POST', '/auth/reset-password', { body })).toMatchObject({ status: 200 });
}

const asOwner = (method: string, { user, ownerToken: token }: Reader, body?: unknown) =>
  api.request(method, `/auth/members/${user.id}`, { token, ...(body === undefined ? {} : { body }) });

test.each<[string, (reader: Reader) => Promise<unknown>]>([
  ['logs out', ({ tokens }) => api.request('POST', '/auth/logout', { token: tokens.access_token })],
  ['logs out everywhere', ({ tokens }) => api.request('POST', '/auth/logout-all', { token: tokens.access_token })],
  ['gets a new password by a link', resetPassword],
  ['becomes a member', (reader) => asOwner('PATCH', reader, { role: 'member' })],
  ['is disabled', (reader) => asOwner('PATCH', reader, { is_active: false })],
  ['is removed', (reader) => asOwner('DELETE', reader)],
])('a stream ends at once when its reader %s', async (_, change) => {
  const reader = await newReader();
  const stream = await follow(reader.tokens.access_token);
  await change(reader);
  expect(await stream.next()).toBeNull();
});

test.each([
  ['is revoked', 'POST', '/revoke'],
  ['is deleted', 'DELETE', ''],
])('a stream ends at once when its API key %s, and another reader’s goes on', async (_, method, path) => {
  const { tokens, ownerToken } = await newReader();
  const makeKey = async () => {
    const { body } = await api.request('POST', '/auth/api-keys', { token: tokens.access_token, body: {} });
    return body as { id: string; plaintext_key: string };
  };
  const [key, other] = [await makeKey(), await makeKey()];
  const streams = [await follow(key.plaintext_key), await follow(other.plaintext_key)];
  await api.request(method, `/auth/api-keys/${key.id}${path}`, { token: ownerToken });
  expect(await streams[0]?.next()).toBeNull();
  await api.request('POST', `/auth/api-keys/${other.id}/revoke`, { token: ownerToken });
  expect(await streams[1]?.next()).toBeNull();
});
