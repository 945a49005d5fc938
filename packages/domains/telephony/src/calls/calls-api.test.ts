import { Readable } from 'node:stream';
import { newId } from '@leadlock/core/ids';
import type { DB } from '@leadlock/db/client';
import { serveInTest, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { ProviderError, type RecordingStream } from '@leadlock/providers/contracts';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { parse } from 'csv-parse/sync';
import { sql, type Insertable } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createWorld, newCallSid, type World } from '../../test/world.ts';
import { callsRouter } from './router.ts';

const database = await useDatabase();

async function serve() {
  const world = await createWorld(database);
  const server = await serveInTest(router({ calls: callsRouter }), world.system);
  const token = await signIn(world.system, world.tenant);
  const get = (path: string, options: Parameters<OperationsServer['request']>[2] = {}) =>
    server.request('GET', path, { token, ...options });
  const raw = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });
  return { world, get, raw };
}

const NIL = '00000000-0000-0000-0000-000000000000';
const started = (minute: number): Date => new Date(Date.UTC(2026, 10, 24, 15, minute));

async function addCall(
  world: Pick<World, 'tenant'>,
  minute: number,
  overrides: Partial<Insertable<DB['call_logs']>> = {},
): Promise<string> {
  const id = newId();
  await database.system
    .insertInto('call_logs')
    .values({
      tenant_id: world.tenant.id,
      id,
      twilio_call_sid: newCallSid(),
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      status: 'completed',
      started_at: started(minute),
      ...overrides,
    })
    .execute();
  return id;
}

const rowsOf = async (response: Response): Promise<Record<string, string>[]> =>
  parse(Buffer.from(await response.arrayBuffer()), { columns: true, bom: true });

const ids = (body: unknown): string[] => (body as { calls: { id: string }[] }).calls.map(({ id }) => id);
const found = (body: unknown) => ({ ids: ids(body), total: (body as { total: number }).total });

describe('GET /calls', () => {
  it('pages through the calls, newest first, with a stable order', async () => {
    const { world, get } = await serve();
    const first = await addCall(world, 1);
    const [a, b] = [await addCall(world, 2), await addCall(world, 2)].sort().toReversed();
    const last = await addCall(world, 3);
    expect(found((await get('/calls')).body)).toEqual({ ids: [last, a, b, first], total: 4 });
    expect(found((await get('/calls?limit=2&offset=1')).body)).toEqual({ ids: [a, b], total: 4 });
  });

  it('filters by agent and direction, and counts what it filters', async () => {
    const { world, get } = await serve();
    const own = await addCall(world, 1, { agent_id: world.agentId });
    const outbound = await addCall(world, 2, { direction: 'outbound' });
    expect(found((await get(`/calls?agent_id=${world.agentId}`)).body)).toEqual({ ids: [own], total: 1 });
    expect(found((await get('/calls?direction=outbound')).body)).toEqual({ ids: [outbound], total: 1 });
    for (const id of ['nobody', NIL]) {
      expect(found((await get(`/calls?agent_id=${id}`)).body)).toEqual({ ids: [], total: 0 });
    }
  });

  it('shows nobody else’s, and a sub-account’s to its agency only when asked for', async () => {
    const { world, get } = await serve();
    await addCall({ tenant: await createTenant(database) }, 1);
    expect(found((await get('/calls')).body)).toEqual({ ids: [], total: 0 });

    await database.system
      .updateTable('tenants')
      .set({ tenant_type: 'agency' })
      .where('id', '=', world.tenant.id)
      .execute();
    const sub = await createTenant(database, { parent_tenant_id: world.tenant.id });
    const call = await addCall({ tenant: sub }, 2);
    expect(ids((await get('/calls')).body)).toEqual([]);
    expect(ids((await get('/calls', { subAccountId: sub.id })).body)).toEqual([call]);
  });

  it.each(['limit=0', 'limit=101', 'offset=-1', 'direction=sideways'])('refuses %s', async (query) => {
    const { get } = await serve();
    const { status, body } = await get(`/calls?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: [{ loc: ['query', query.split('=')[0]] }] });
  });

  it('wants to know who asks', async () => {
    const { get } = await serve();
    expect((await get('/calls', { token: undefined })).status).toBe(401);
  });
});

describe('GET /calls/search', () => {
  it('filters, alone and together, and counts what it filters', async () => {
    const { world, get } = await serve();
    const busy = await addCall(world, 1, { status: 'busy', ended_at: started(1), caller_name: 'Joe' });
    const outbound = await addCall(world, 2, { direction: 'outbound', agent_id: world.agentId, ended_at: started(3) });
    const ringing = await addCall(world, 3, { status: 'ringing' });
    const old = await addCall(world, 0, { started_at: new Date('2026-11-01T12:00:00Z'), ended_at: started(0) });
    const all = [ringing, outbound, busy, old];
    const search = async (query: string) => found((await get(`/calls/search?${query}`)).body);
    expect(await search('')).toEqual({ ids: all, total: 4 });
    expect(await search('limit=1&offset=1')).toEqual({ ids: [outbound], total: 4 });
    expect(await search('status=busy')).toEqual({ ids: [busy], total: 1 });
    expect(await search('direction=outbound')).toEqual({ ids: [outbound], total: 1 });
    expect(await search(`agent_id=${world.agentId}`)).toEqual({ ids: [outbound], total: 1 });
    for (const id of ['nobody', NIL]) expect(await search(`agent_id=${id}`)).toEqual({ ids: [], total: 0 });
    expect(await search(`agent_id=${NIL}&search=1`)).toEqual({ ids: [], total: 0 });
    expect(await search('live=true')).toEqual({ ids: [ringing], total: 1 });
    expect(await search('live=false')).toEqual({ ids: all, total: 4 });
    expect(await search('date_to=2026-11-01')).toEqual({ ids: [old], total: 1 });
    expect(await search('date_from=2026-11-24&search=joe')).toEqual({ ids: [busy], total: 1 });
    expect(await search('status=busy&live=true')).toEqual({ ids: [], total: 0 });
    expect(await search('search=joe&offset=9007199254740991')).toEqual({ ids: [], total: 1 });
  });

  it('shows no transcripts, and nobody else’s calls', async () => {
    const { world, get } = await serve();
    const id = await addCall(world, 1, {
      transcript: '[{"content":"Hello"}]',
      recording_url: 'https://api.twilio.com/x',
    });
    await addCall({ tenant: await createTenant(database) }, 1);
    const { body } = await get('/calls/search');
    expect(body).toMatchObject({
      calls: [
        { id, started_at: started(1).toISOString(), recording_url: `https://api.example.com/calls/${id}/recording` },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/transcript|metadata|Hello/);
    expect((await get('/calls/search', { token: undefined })).status).toBe(401);
  });

  it.each(['status=done', 'live=maybe', 'direction=up', 'limit=101'])('refuses %s', async (query) => {
    const { get } = await serve();
    const { status, body } = await get(`/calls/search?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: [{ loc: ['query', query.split('=')[0]] }] });
  });
});

describe('GET /calls/{call_id}', () => {
  it('shows a call, its recording at our own address', async () => {
    const { world, get } = await serve();
    const transcript = [{ role: 'user', content: 'Hi', started_at: 'a', ended_at: 'b' }];
    const id = await addCall(world, 1, {
      agent_id: world.agentId,
      transcript: JSON.stringify(transcript),
      metadata: JSON.stringify({ end_reason: 'caller_hangup' }),
      recording_url: 'https://api.twilio.com/secret',
    });
    const { status, body } = await get(`/calls/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      started_at: started(1).toISOString(),
      ended_at: null,
      transcript,
      metadata: { end_reason: 'caller_hangup' },
      recording_url: `https://api.example.com/calls/${id}/recording`,
    });
  });

  it('knows no call of another tenant, and none that cannot be', async () => {
    const { get } = await serve();
    const foreign = await addCall({ tenant: await createTenant(database) }, 1);
    for (const id of [foreign, newId(), 'x']) {
      expect(await get(`/calls/${id}`)).toMatchObject({ status: 404, body: { detail: 'Call not found' } });
    }
  });
});

describe('GET /calls/export', () => {
  it('sends a file that a spreadsheet does not run', async () => {
    const { world, raw } = await serve();
    await addCall(world, 1, {
      caller_name: '=HYPERLINK("http://evil.example")',
      agent_name: '@SUM(1)',
      caller_email: '-1+1',
    });
    const response = await raw('/calls/export');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="calls.csv"');
    expect(await rowsOf(response)).toMatchObject([
      {
        started_at: started(1).toISOString(),
        from_number: '+12125550123',
        to_number: '+14155550100',
        caller_name: '\'=HYPERLINK("http://evil.example")',
        agent_name: "'@SUM(1)",
        caller_email: "'-1+1",
      },
    ]);
  });

  it('has a header even without calls', async () => {
    const { raw } = await serve();
    const response = await raw('/calls/export');
    expect(Buffer.from(await response.arrayBuffer()).toString()).toMatch(/^\uFEFFid,started_at,.*\n$/);
  });

  it('exports every call, over many chunks, newest first, and no one else’s', async () => {
    const { world, raw } = await serve();
    await addCall({ tenant: await createTenant(database) }, 1);
    const rows = Array.from({ length: 1234 }, (_, index) => ({
      tenant_id: world.tenant.id,
      id: newId(),
      twilio_call_sid: newCallSid(),
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      status: 'completed',
      started_at: started(index),
    }));
    await database.system.insertInto('call_logs').values(rows).execute();
    const exported = await rowsOf(await raw('/calls/export'));
    expect(exported.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toReversed());
  });

  it('leaves none out that began within the same millisecond', async () => {
    const { world, raw } = await serve();
    await sql`
      INSERT INTO call_logs
        (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at)
      SELECT ${world.tenant.id}::uuid, gen_random_uuid(), ${world.tenant.id} || n, 'inbound', '+1', '+2', 'completed',
        '2026-11-24T15:00:00Z'::timestamptz + n % 400 * interval '1 microsecond'
      FROM generate_series(1, 2500) AS n
    `.execute(database.system);
    const exported = await rowsOf(await raw('/calls/export'));
    expect(new Set(exported.map(({ id }) => id)).size).toBe(2500);
    expect(exported).toHaveLength(2500);
  });

  it('filters', async () => {
    const { world, raw } = await serve();
    const monday = await addCall(world, 0, { started_at: new Date('2026-11-23T23:59:59Z'), status: 'busy' });
    const tuesday = await addCall(world, 0, { started_at: new Date('2026-11-24T12:00:00Z'), caller_name: '100% Jo_e' });
    const wednesday = await addCall(world, 0, {
      started_at: new Date('2026-11-25T00:00:00Z'),
      agent_id: world.agentId,
      caller_name: '1000 Jose',
    });
    const exported = async (query: string) => (await rowsOf(await raw(`/calls/export?${query}`))).map(({ id }) => id);
    expect(await exported('status=busy')).toEqual([monday]);
    expect(await exported(`agent_id=${world.agentId}`)).toEqual([wednesday]);
    for (const id of ['nobody', NIL]) expect(await exported(`agent_id=${id}`)).toEqual([]);
    expect(await exported('date_from=2026-11-24&date_to=2026-11-24')).toEqual([tuesday]);
    expect(await exported('date_from=2026-11-24T13:00:00Z')).toEqual([wednesday]);
    expect(await exported('search=100%25')).toEqual([tuesday]);
    expect(await exported('search=jo_E')).toEqual([tuesday]);
    expect(await exported('search=2125550123')).toHaveLength(3);
  });

  it.each(['status=done', 'date_from=yesterday'])('refuses %s', async (query) => {
    const { get } = await serve();
    expect((await get(`/calls/export?${query}`)).status).toBe(422);
  });

  /** More than sockets hold on to while nobody reads. */
  async function addManyCalls(world: World): Promise<void> {
    const wide = 'x'.repeat(20_000);
    const rows = Array.from({ length: 2000 }, (_, index) => ({
      tenant_id: world.tenant.id,
      id: newId(),
      twilio_call_sid: newCallSid(),
      direction: 'inbound',
      from_number: wide,
      to_number: '+14155550100',
      status: 'completed',
      started_at: started(index),
    }));
    for (let index = 0; index < rows.length; index += 500) {
      await database.system
        .insertInto('call_logs')
        .values(rows.slice(index, index + 500))
        .execute();
    }
  }

  it('holds no connection while its reader has stopped', async () => {
    const { world, raw } = await serve();
    await addManyCalls(world);
    // More than the pool has connections.
    const stalled = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const reader = (await raw('/calls/export')).body?.getReader();
        await reader?.read();
        return reader;
      }),
    );
    expect((await raw('/calls?limit=1')).status).toBe(200);
    for (const reader of stalled) await reader?.cancel();
  });

  it('lets go of the database when its reader goes away', async () => {
    const { world, raw } = await serve();
    await addManyCalls(world);
    // More than the pool has connections: had one been kept, a later export would wait for ever.
    for (let round = 0; round < 7; round += 1) {
      const reader = (await raw('/calls/export')).body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    expect((await raw('/calls?limit=1')).status).toBe(200);
  });
});

describe('GET /calls/{call_id}/recording', () => {
  const stream = (status: 200 | 206, text: string, headers: Record<string, string> = {}): RecordingStream => ({
    status,
    headers: { 'content-type': 'audio/mpeg', 'content-length': String(text.length), ...headers },
    body: Readable.from([text]),
  });
  const recording_url = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1';

  it('passes the sound on, with the account the call came in on', async () => {
    const { world, raw } = await serve();
    const id = await addCall(world, 1, { recording_url, twilio_account_sid: world.accountSid });
    world.carrier.openRecording = (credentials, url, range) => {
      expect({ credentials, url, range }).toMatchObject({
        credentials: { accountSid: world.accountSid, authToken: 'the-tenants-auth-token' },
        url: recording_url,
        range: undefined,
      });
      return Promise.resolve(stream(200, 'all of it'));
    };
    const response = await raw(`/calls/${id}/recording`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(await response.text()).toBe('all of it');
  });

  it('passes a range on', async () => {
    const { world, raw } = await serve();
    const id = await addCall(world, 1, { recording_url });
    world.carrier.openRecording = (_credentials, _url, range) => {
      expect(range).toBe('bytes=4-5');
      return Promise.resolve(stream(206, 'of', { 'content-range': 'bytes 4-5/9' }));
    };
    const response = await raw(`/calls/${id}/recording`, { range: 'bytes=4-5' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 4-5/9');
    expect(await response.text()).toBe('of');
  });

  it.each([
    [404, 404],
    [416, 416],
    [401, 502],
    [503, 502],
  ])('answers Twilio’s %i with %i', async (theirs, ours) => {
    const { world } = await serve();
    const id = await addCall(world, 1, { recording_url });
    world.carrier.openRecording = () => Promise.reject(new ProviderError('no', { provider: 'twilio', status: theirs }));
    const server = await serveInTest(router({ calls: callsRouter }), world.system);
    const token = await signIn(world.system, world.tenant);
    const response = await fetch(`${server.url}/calls/${id}/recording`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(ours);
  });

  it('is not there for a call without one, and for another tenant’s', async () => {
    const { world, get } = await serve();
    const without = await addCall(world, 1);
    const foreign = await addCall({ tenant: await createTenant(database) }, 1, { recording_url });
    expect((await get(`/calls/${without}/recording`)).body).toEqual({ detail: 'Recording not found' });
    expect((await get(`/calls/${foreign}/recording`)).body).toEqual({ detail: 'Call not found' });
    expect((await get(`/calls/${without}/recording`, { token: undefined })).status).toBe(401);
  });
});
