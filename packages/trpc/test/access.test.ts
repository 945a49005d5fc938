import { AppError } from '@leadlock/core/errors';
import { describe, expect, it } from 'vitest';
import { startServer, useServer } from './server.ts';

const server = await useServer();

const SUB_ACCOUNT = { 'x-sub-account-id': 'sub-1' };

describe('base procedures', () => {
  it('ask for credentials', async () => {
    for (const path of ['user', 'tenant', 'admin', 'owner', 'agency', 'agency-admin', 'sub-account', 'super-admin']) {
      const answer = await server.get(`/access/${path}`);
      expect({ path, ...answer }).toMatchObject({ path, status: 401, json: { detail: 'Not authenticated' } });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    expect((await server.as('nobody', '/access/user')).headers['www-authenticate']).toBe('Bearer');
  });

  it.each([
    ['user', { member: 200, key: 401 }],
    ['tenant', { member: 200, key: 200, 'agency-member': 200 }],
    ['admin', { owner: 200, admin: 200, key: 200, member: 403 }],
    ['owner', { owner: 200, admin: 403, key: 403, member: 403 }],
    ['agency', { 'agency-member': 200, owner: 403, key: 403 }],
    ['agency-admin', { 'agency-owner': 200, 'agency-member': 403, owner: 403 }],
    ['sub-account', { owner: 200, key: 200, 'agency-owner': 400 }],
    ['super-admin', { root: 200, owner: 403, key: 403 }],
  ])('%s lets in the right ones', async (path, expected) => {
    const statuses: Record<string, number> = {};
    for (const token of Object.keys(expected)) statuses[token] = (await server.as(token, `/access/${path}`)).status;
    expect(statuses).toEqual(expected);
  });

  it('act for the caller’s tenant, through a handle of that tenant', async () => {
    expect((await server.as('member', '/access/tenant')).json).toEqual({
      tenant: 'direct',
      db: 'direct',
      actor: 'user',
    });
    expect((await server.as('key', '/access/tenant')).json).toMatchObject({ tenant: 'direct', actor: 'api_key' });
  });

  it('act for the sub-account that an agency names', async () => {
    const expected = { tenant: 'sub-1', db: 'sub-1', actor: 'user' };
    expect((await server.as('agency-member', '/access/tenant', SUB_ACCOUNT)).json).toEqual(expected);
    expect((await server.as('agency-owner', '/access/sub-account', SUB_ACCOUNT)).json).toEqual(expected);
  });

  it('act for the agency itself where it administers itself', async () => {
    const answer = await server.as('agency-owner', '/access/agency-admin', SUB_ACCOUNT);
    expect(answer.json).toMatchObject({ tenant: 'agency', db: 'agency' });
  });

  it('refuse foreign and unknown sub-accounts alike', async () => {
    const foreign = await server.as('owner', '/access/tenant', SUB_ACCOUNT);
    const unknown = await server.as('agency-owner', '/access/tenant', { 'x-sub-account-id': 'none' });
    expect(foreign).toMatchObject({ status: 403, json: { detail: 'No access to this sub-account' } });
    expect(unknown.json).toEqual(foreign.json);
  });

  it.each<Record<string, string>>([{}, { 'x-sub-account-id': 'agency' }])(
    'say what an agency left out: %o',
    async (headers) => {
      expect(await server.as('agency-owner', '/access/sub-account', headers)).toMatchObject({
        status: 400,
        json: { detail: 'Sub-account context required' },
      });
    },
  );

  it('do not authenticate where nobody asks', async () => {
    const before = server.authentication.asked;
    await server.as('nobody', '/things/special');
    expect(server.authentication.asked).toBe(before);
  });
});

describe('admission', () => {
  it('hears of each call with its caller and may refuse it', async () => {
    const heard: unknown[] = [];
    const limited = await startServer({
      admit({ principal, meta, request }) {
        heard.push([request.operation, principal?.tenantId ?? null, meta.access]);
        if (request.operation === 'access.owner') {
          throw new AppError('rate_limited', 'Rate limit exceeded', { retryAfterSeconds: 1 });
        }
      },
    });
    await limited.get('/things/special');
    await limited.as('key', '/access/tenant');
    expect(await limited.as('owner', '/access/owner')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(heard).toEqual([
      ['things.special', null, 'public'],
      ['access.tenant', 'direct', 'tenant'],
      ['access.owner', 'direct', 'owner'],
    ]);
    await limited.close();
  });
});

describe('idempotent operations', () => {
  it('run through the keeper of earlier answers when they carry a key', async () => {
    const answers = new Map<string, unknown>();
    const keeping = await startServer({
      async runIdempotently({ key, operation, context }, run) {
        const id = `${operation.name} ${key}`;
        if (!answers.has(id)) answers.set(id, await run(context));
        return answers.get(id);
      },
    });
    const pay = (cents: number, key?: string) =>
      keeping.post(
        '/access/pay',
        { cents },
        { authorization: 'Bearer owner', ...(key ? { 'idempotency-key': key } : {}) },
      );
    expect((await pay(5, 'k')).json).toEqual({ paid: 5 });
    expect((await pay(6, 'k')).json).toEqual({ paid: 5 });
    expect((await pay(6)).json).toEqual({ paid: 6 });
    await keeping.close();
  });

  it('keep no answer for a caller who may not come in any more', async () => {
    let isClosed = false;
    const keeping = await startServer({
      admit() {
        if (isClosed) throw new AppError('rate_limited', 'Rate limit exceeded', { retryAfterSeconds: 1 });
      },
      runIdempotently: () => Promise.resolve({ paid: 5 }),
    });
    const pay = (token: string, headers: Record<string, string> = {}) =>
      keeping.post(
        '/access/pay',
        { cents: 5 },
        { authorization: `Bearer ${token}`, 'idempotency-key': 'k', ...headers },
      );
    expect(await pay('owner')).toMatchObject({ status: 200 });
    expect(await pay('nobody')).toMatchObject({ status: 401 });
    expect(await pay('owner', SUB_ACCOUNT)).toMatchObject({ status: 403 });
    isClosed = true;
    expect(await pay('owner')).toMatchObject({ status: 429 });
    await keeping.close();
  });
});
