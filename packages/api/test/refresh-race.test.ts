import { issueTokens } from '@leadlock/identity/auth';
import { serveOperations, type OperationsServer } from '@leadlock/identity/testing';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appRouter } from '../src/router.ts';

const RIVALS = 50;

/** The clock goes on by itself, as in a race it does, and can be put forward. */
let laterMs = 0;
/** Two servers, as two API processes behind one address. */
let servers: [OperationsServer, OperationsServer];
const database = await useDatabase();
const system = createTestContext(database, { clock: { now: () => new Date(Date.now() + laterMs) } });
beforeAll(async () => {
  servers = [await serveOperations(appRouter, system), await serveOperations(appRouter, system)];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

interface Tokens {
  access_token: string;
  refresh_token: string;
}

const refreshTokens = (userId: string) =>
  database.system
    .selectFrom('refresh_tokens')
    .select(['family_id', 'used_at', 'revoked_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute();

test('of 50 exchanges of one refresh token at once one wins, and its session goes on', async () => {
  const user = await createUser(database, await createTenant(database));
  const { refresh_token } = await issueTokens(system, database.system, user);
  const ask = (rival: number) =>
    servers[rival % 2 === 0 ? 0 : 1].request('POST', '/auth/refresh', { body: { refresh_token } });
  const replies = await Promise.all(Array.from({ length: RIVALS }, (_, rival) => ask(rival)));

  const won = replies.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(RIVALS - 1);

  const kept = await refreshTokens(user.id);
  expect(kept).toMatchObject([
    { used_at: expect.any(Date) as Date, revoked_at: null },
    { used_at: null, revoked_at: null },
  ]);
  expect(new Set(kept.map(({ family_id }) => family_id)).size).toBe(1);

  const tokens = won[0]?.body as Tokens;
  expect(await servers[0].request('GET', '/auth/me', { token: tokens.access_token })).toMatchObject({ status: 200 });
  const again = await servers[1].request('POST', '/auth/refresh', { body: { refresh_token: tokens.refresh_token } });
  expect(again).toMatchObject({ status: 200 });
});

test('a rival who comes after the race is a thief: the session ends for everybody', async () => {
  const user = await createUser(database, await createTenant(database));
  const { refresh_token } = await issueTokens(system, database.system, user);
  const first = await servers[0].request('POST', '/auth/refresh', { body: { refresh_token } });
  laterMs += 10_000;
  expect(await servers[1].request('POST', '/auth/refresh', { body: { refresh_token } })).toMatchObject({ status: 401 });
  const { access_token } = first.body as Tokens;
  expect(await servers[0].request('GET', '/auth/me', { token: access_token })).toMatchObject({ status: 401 });
  expect((await refreshTokens(user.id)).every(({ revoked_at }) => revoked_at !== null)).toBe(true);
});
