import { newId } from '@leadlock/core/ids';
import { builtInPlans } from '@leadlock/identity/plans';
import { createMovableClock } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { serveTwilioWebhooks } from '../../test/twilio-webhooks-server.ts';
import { claimAccepted } from '../../test/gateway-calls.ts';
import { callRow, newCallSid, tokenIn, traces, type World, type WorldOptions } from '../../test/world.ts';

const database = await useDatabase();

async function serve(options: WorldOptions = {}) {
  const server = await serveTwilioWebhooks(database, options);
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

describe('a voice webhook that arrives again after its token has expired', () => {
  const onePlace = { plans: { ...builtInPlans, starter: { ...builtInPlans.starter, concurrentCalls: 1 } } };
  async function serveExpired(options: WorldOptions = {}) {
    const clock = createMovableClock();
    const server = await serve({ ...options, system: { clock, settings: onePlace } });
    const callSid = newCallSid();
    expect(tokenIn((await server.call(callSid)).text)).not.toBeNull();
    clock.advance(60_001);
    return { ...server, clock, callSid };
  }

  const endOf = async (world: World, callSid: string) => {
    const { status, end_reason, duration_seconds, id } = await callRow(world, callSid);
    return { status, end_reason, duration_seconds, eventTypes: (await traces(world, id)).eventTypes };
  };
  const refused = (end_reason: string) => ({
    status: 'failed',
    end_reason,
    duration_seconds: 0,
    eventTypes: ['call.started', 'call.failed'],
  });

  it('connects the call in the place that it had', async () => {
    const { call, claim, callSid } = await serveExpired();
    const again = tokenIn((await call(callSid)).text);
    expect(tokenIn((await call()).text)).toBeNull();
    expect(await claim(again, callSid)).toMatchObject({ callSid });
  });

  it('takes no place that another call has taken since', async () => {
    const { world, call, callSid } = await serveExpired();
    expect(tokenIn((await call()).text)).not.toBeNull();
    expect((await call(callSid)).text).toContain('all our lines are busy');
    expect(await endOf(world, callSid)).toEqual(refused('too_many_calls'));
    expect((await call(callSid)).text).not.toContain('Say');
  });

  it('keeps its place while the token is good', async () => {
    const { world, call, callSid, clock } = await serveExpired();
    await call(callSid);
    clock.advance(59_000);
    expect(tokenIn((await call(callSid)).text)).not.toBeNull();
    clock.advance(59_000);
    expect(tokenIn((await call()).text)).toBeNull();
    expect(await callRow(world, callSid)).toMatchObject({ ended_at: null });
  });

  it('is not answered where the trial is over', async () => {
    const { world, call, callSid, clock } = await serveExpired();
    await database.system
      .updateTable('tenants')
      .set({ trial_ends_at: clock.now() })
      .where('id', '=', world.tenant.id)
      .execute();
    expect(tokenIn((await call(callSid)).text)).toBeNull();
    expect(await endOf(world, callSid)).toEqual(refused('trial_over'));
  });

  it('is not answered once the account is suspended, though the token be good', async () => {
    const { world, call, callSid } = await serveExpired();
    await call(callSid);
    await database.system
      .updateTable('tenants')
      .set({ suspended_at: new Date() })
      .where('id', '=', world.tenant.id)
      .execute();
    expect((await call(callSid)).text).toContain('cannot take your call');
    expect(await endOf(world, callSid)).toEqual(refused('account_suspended'));
  });

  it('is not answered by an agent that was deactivated', async () => {
    const { world, call, callSid } = await serveExpired();
    await database.system.updateTable('agents').set({ is_active: false }).where('id', '=', world.agentId).execute();
    expect(tokenIn((await call(callSid)).text)).toBeNull();
    expect(await endOf(world, callSid)).toEqual(refused('agent_unavailable'));
  });
});
