import { newId } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveTwilioWebhooks } from '../../test/twilio-webhooks-server.ts';
import { claimAccepted } from '../../test/gateway-calls.ts';
import { callRow, newCallSid, tokenIn, traces } from '../../test/world.ts';

let database: Database;
const servers: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => database.close());

async function serve() {
  const server = await serveTwilioWebhooks(database);
  servers.push(server);
  const gatewayId = newId();
  const claim = (token: string | null, callSid: string) =>
    claimAccepted(server.world.system, { token: token ?? '', callSid, streamSid: `MZ${'1'.repeat(32)}`, gatewayId });
  return { ...server, claim };
}

describe('a voice webhook that arrives twice', () => {
  it.each(['first', 'second'] as const)('is answered so that the %s answer connects the call', async (followed) => {
    const { world, call, claim } = await serve();
    const callSid = newCallSid();
    const first = tokenIn((await call(callSid)).text);
    const second = tokenIn((await call(callSid)).text);
    expect(await claim(followed === 'first' ? first : second, callSid)).toMatchObject({ callSid });
    // It opens the call once, whichever answer it came in.
    expect(await claim(first, callSid)).toBeNull();
    expect(await claim(second, callSid)).toBeNull();
    expect(tokenIn((await call(callSid)).text)).toBeNull();
    const { eventTypes, sessions } = await traces(world, (await callRow(world, callSid)).id);
    expect(eventTypes).toEqual(['call.started']);
    expect(sessions).toHaveLength(1);
  });

  it('at once is one call, and every answer connects it', async () => {
    const { world, call, claim } = await serve();
    const callSid = newCallSid();
    const answers = await Promise.all([call(callSid), call(callSid), call(callSid), call(callSid)]);
    const tokens = answers.map(({ text }) => tokenIn(text));
    expect(tokens).not.toContain(null);
    const rows = await database.system
      .selectFrom('call_logs')
      .select('id')
      .where('tenant_id', '=', world.tenant.id)
      .execute();
    expect(rows).toHaveLength(1);
    expect(await claim(tokens[2] ?? null, callSid)).not.toBeNull();
    for (const token of tokens) expect(await claim(token, callSid)).toBeNull();
  });

  it('gives a token that opens that call only', async () => {
    const { call, claim } = await serve();
    const [one, other] = [newCallSid(), newCallSid()];
    const token = tokenIn((await call(one)).text);
    const another = tokenIn((await call(other)).text);
    expect(another).not.toBe(token);
    expect(await claim(token, other)).toBeNull();
    expect(await claim(token, one)).not.toBeNull();
  });
});
