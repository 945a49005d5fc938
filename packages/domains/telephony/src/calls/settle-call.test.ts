import { createMovableClock } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { callRow, createWorld, traces, type World } from '../../test/world.ts';
import { gatewayHeartbeat } from './gateways.ts';
import { saveTranscript } from './save-transcript.ts';
import { addRemains, settleCall, type CallRemains } from './settle-call.ts';
import { sweepLostCalls } from './sweep-lost-calls.ts';

const database = await useDatabase();

const clock = createMovableClock();

const turn = (content: string) => ({
  role: 'user' as const,
  content,
  started_at: '2026-11-24T15:00:00.000Z',
  ended_at: '2026-11-24T15:00:01.000Z',
});
const NOTHING = { turnLatenciesMs: [], firstAudioMs: 400, usage: null, interruptions: 0, toolCalls: [] };
const hungUp = (durationMs: number, content = 'Hello') => ({
  ...NOTHING,
  status: 'completed' as const,
  endReason: 'caller_hangup',
  durationMs,
  transcript: [turn(content)],
});

/** A call whose gateway has not been heard of for too long, and was swept. */
async function startLostCall({ seconds = 30, carrier = null as number | null } = {}) {
  const world = await createWorld(database, { system: { clock } });
  const started = await startCall(world);
  const { gatewayId, call } = started;
  await gatewayHeartbeat(world.system, { gatewayId, calls: [{ callId: call.callId, seconds }], draining: false });
  await database.system
    .updateTable('gateways')
    .set({ last_seen_at: new Date(Date.now() - 20_000) })
    .where('id', '=', gatewayId)
    .execute();
  world.carrier.fetchCall = (_credentials, sid) =>
    Promise.resolve({ sid, status: carrier === null ? 'in-progress' : 'completed', durationSeconds: carrier });
  world.carrier.endCall = () => Promise.resolve();
  await sweepLostCalls(world.system);
  return started;
}

const usageOf = async (world: World, callId: string) =>
  (await traces(world, callId)).usage
    .toSorted((a, b) => a.revision - b.revision || Number(b.reverses === null) - Number(a.reverses === null))
    .map(({ quantity, revenue_cents, reverses }) => ({ quantity, revenue_cents, reverses: reverses !== null }));

const figures = ({ tenant }: World) =>
  database.system
    .selectFrom('usage_totals')
    .select(['calls', 'conversations', 'seconds', 'minutes', 'revenue_cents', 'unpriced_calls'])
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirst();
const dayFigures = ({ tenant }: World) =>
  database.system
    .selectFrom('usage_by_quarter_hour')
    .select(['calls', 'seconds', 'minutes', 'revenue_cents'])
    .where('tenant_id', '=', tenant.id)
    .execute();

describe('the truth that comes late', () => {
  it('completes what was assumed, corrects its bill once, and tells of the completed call once', async () => {
    const { world, call, claimed } = await startLostCall({ seconds: 30 });
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'failed',
      end_reason: 'gateway_lost',
      duration_seconds: 30,
      awaits_gateway: true,
    });
    const settle = () => settleCall(claimed.ctx, call.callId, hungUp(77_200));
    expect(await Promise.all([settle(), settle(), settle()])).toEqual(['settled', 'settled', 'settled']);
    expect(await settle()).toBe('settled');
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'completed',
      end_reason: 'caller_hangup',
      duration_seconds: 77,
      billable_minutes: 2,
      transcript: [turn('Hello')],
      awaits_gateway: false,
      metadata: { end_reason: 'caller_hangup' },
    });
    expect(await usageOf(world, call.callId)).toEqual([
      { quantity: 1, revenue_cents: 20, reverses: false },
      { quantity: -1, revenue_cents: -20, reverses: true },
      { quantity: 2, revenue_cents: 40, reverses: false },
    ]);
    expect((await traces(world, call.callId)).eventTypes).toEqual(['call.started', 'call.failed', 'call.completed']);
    const counted = { calls: 1, seconds: 77, minutes: 2, revenue_cents: 40 };
    expect(await figures(world)).toEqual({ ...counted, conversations: 1, unpriced_calls: 0 });
    const days = await dayFigures(world);
    expect(
      days.filter((day) => Number(day.calls) !== 0 || Number(day.minutes) !== 0 || Number(day.seconds) !== 0),
    ).toEqual([counted]);
  });

  it('does not say twice that a call was completed', async () => {
    const { world, call, claimed } = await startLostCall({ carrier: 95 });
    expect(await callRow(world, call.callSid)).toMatchObject({ status: 'completed', duration_seconds: 95 });
    await settleCall(claimed.ctx, call.callId, hungUp(93_000));
    expect(await callRow(world, call.callSid)).toMatchObject({ duration_seconds: 93, carrier_seconds: 95 });
    expect((await traces(world, call.callId)).eventTypes).toEqual(['call.started', 'call.completed']);
    expect(await figures(world)).toMatchObject({ calls: 1, conversations: 1, seconds: 93, minutes: 2 });
  });

  it('keeps the price that the call was billed at', async () => {
    const { world, call, claimed } = await startLostCall({ seconds: 30 });
    await database.system.updateTable('call_logs').set({ price_per_minute_cents: null }).execute();
    await database.system
      .updateTable('tenants')
      .set({ per_minute_rate_cents: 99 })
      .where('id', '=', world.tenant.id)
      .execute();
    await settleCall(claimed.ctx, call.callId, hungUp(61_000));
    expect((await usageOf(world, call.callId)).at(-1)).toMatchObject({ quantity: 2, revenue_cents: 40 });
  });

  it('writes no correction where there is nothing to correct', async () => {
    const { world, call, claimed } = await startLostCall({ carrier: 95 });
    await settleCall(claimed.ctx, call.callId, hungUp(95_000));
    expect(await usageOf(world, call.callId)).toEqual([{ quantity: 2, revenue_cents: 40, reverses: false }]);
    expect((await callRow(world, call.callSid)).transcript).toEqual([turn('Hello')]);
  });

  it('counts an appointment that becomes known afterwards once', async () => {
    const { world, call, claimed } = await startLostCall({ seconds: 30 });
    await settleCall(claimed.ctx, call.callId, hungUp(61_000));
    await database.system
      .updateTable('call_logs')
      .set({ appointment_booked: true })
      .where('id', '=', call.callId)
      .execute();
    const booked = await database.system
      .selectFrom('usage_totals')
      .select('booked')
      .where('tenant_id', '=', world.tenant.id)
      .execute();
    expect(booked).toEqual([{ booked: 1 }]);
  });
});

describe('what a dead gateway has left of a call', () => {
  const remains = (durationMs: number, ...said: string[]): CallRemains => ({
    ...NOTHING,
    durationMs,
    transcript: said.map(turn),
  });

  it('waits until somebody has found that the call is lost', async () => {
    const world = await createWorld(database, { system: { clock } });
    const { call, claimed } = await startCall(world);
    expect(await addRemains(claimed.ctx, call.callId, remains(10_000, 'Hello'))).toBe(false);
    expect((await callRow(world, call.callSid)).transcript).toBeNull();
  });

  it('is added to what was assumed, which lasted at least as long', async () => {
    const { world, call, claimed } = await startLostCall({ seconds: 30 });
    for (let time = 0; time < 2; time++) {
      expect(await addRemains(claimed.ctx, call.callId, remains(64_000, 'Hello', 'Bye'))).toBe(true);
    }
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'failed',
      end_reason: 'gateway_lost',
      duration_seconds: 64,
      transcript: [turn('Hello'), turn('Bye')],
    });
    expect((await usageOf(world, call.callId)).map(({ quantity }) => quantity)).toEqual([1, -1, 2]);
    expect((await traces(world, call.callId)).eventTypes).toEqual(['call.started', 'call.failed']);
    // The gateway was not dead after all.
    await settleCall(claimed.ctx, call.callId, hungUp(130_000));
    expect(await callRow(world, call.callSid)).toMatchObject({ status: 'completed', billable_minutes: 3 });
    expect(await figures(world)).toMatchObject({ calls: 1, minutes: 3, revenue_cents: 60 });
  });

  it('is the most that anybody has left, also when several add theirs at once', async () => {
    const { world, call, claimed } = await startLostCall({ seconds: 30 });
    const waiting = sql<{ count: number }>`SELECT count(*)::integer FROM pg_locks WHERE NOT granted`;
    const added = await database.system.transaction().execute(async (trx) => {
      await trx.selectFrom('call_logs').select('id').where('id', '=', call.callId).forUpdate().execute();
      const added = [200_000, 64_000].map((length) => addRemains(claimed.ctx, call.callId, remains(length, 'Hello')));
      await expect.poll(async () => (await waiting.execute(database.system)).rows[0]?.count).toBeGreaterThanOrEqual(2);
      return added;
    });
    await Promise.all(added);
    expect(await callRow(world, call.callSid)).toMatchObject({ duration_seconds: 200, billable_minutes: 4 });
    expect(await figures(world)).toMatchObject({ calls: 1, minutes: 4 });
  });

  it('takes away no tool that ran after it was kept', async () => {
    const { world, call, claimed } = await startLostCall({ seconds: 30 });
    await database.system
      .insertInto('tool_executions')
      .values({
        tenant_id: world.tenant.id,
        call_id: call.callId,
        tool_call_id: 't1',
        name: 'send_sms',
        arguments: '{}',
        arguments_hash: Buffer.alloc(32),
        succeeded: true,
      })
      .execute();
    await addRemains(claimed.ctx, call.callId, remains(40_000, 'Hello', 'Bye'));
    const { metadata, duration_seconds } = await callRow(world, call.callSid);
    expect(metadata).toMatchObject({ function_calls: [{ function: 'send_sms', success: true }] });
    expect(duration_seconds).toBe(40);
  });

  it('takes nothing away that the database had', async () => {
    const world = await createWorld(database, { system: { clock } });
    const started = await startCall(world);
    await saveTranscript(started.claimed.ctx, started.call.callId, [turn('One'), turn('Two')]);
    await database.system.deleteFrom('gateways').where('id', '=', started.gatewayId).execute();
    await database.system
      .updateTable('call_sessions')
      .set({ claimed_at: new Date(Date.now() - 20_000), measured_seconds: 90 })
      .where('call_id', '=', started.call.callId)
      .execute();
    world.carrier.fetchCall = (_credentials, sid) => Promise.resolve({ sid, status: 'completed', durationSeconds: 50 });
    await sweepLostCalls(world.system);
    expect(await addRemains(started.claimed.ctx, started.call.callId, remains(20_000, 'One'))).toBe(true);
    expect(await callRow(world, started.call.callSid)).toMatchObject({
      // Neither the carrier nor a stale file makes it shorter than its gateway had measured.
      duration_seconds: 90,
      transcript: [turn('One'), turn('Two')],
      metadata: { billing_difference: { billed_seconds: 90, carrier_seconds: 50 } },
    });
  });
});

describe('what cannot be stored', () => {
  const ODD = 'a\0b \ud83d c';
  const CLEAN = 'ab \ufffd c';

  it('is cleaned wherever it comes from', async () => {
    const world = await createWorld(database, { system: { clock } });
    const { call, claimed } = await startCall(world);
    await saveTranscript(claimed.ctx, call.callId, [turn(ODD)]);
    expect((await traces(world, call.callId)).sessions).toMatchObject([{ transcript: [turn(CLEAN)] }]);
    const tool = {
      id: 't1',
      name: ODD,
      arguments: JSON.stringify({ [ODD]: ODD }),
      status: 'done' as const,
      output: ODD,
      startedAt: clock.now().getTime(),
      endedAt: null,
    };
    const outcome = { ...hungUp(61_000, ODD), detail: ODD, toolCalls: [tool, { ...tool, arguments: `{"${ODD}` }] };
    expect(await settleCall(claimed.ctx, call.callId, outcome)).toBe('settled');
    expect(await callRow(world, call.callSid)).toMatchObject({
      billable_minutes: 2,
      transcript: [turn(CLEAN)],
      metadata: {
        end_detail: CLEAN,
        function_calls: [
          { function: CLEAN, arguments: { [CLEAN]: CLEAN }, result: CLEAN },
          { arguments: { invalid: `{"${CLEAN}` } },
        ],
      },
    });
  });

  it('of a tool is kept as text where it is too deep, and cut where it is too long', async () => {
    const world = await createWorld(database, { system: { clock } });
    const { call, claimed } = await startCall(world);
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const times = { status: 'done' as const, startedAt: clock.now().getTime(), endedAt: null };
    const toolCalls = [
      { id: 't1', name: 'deep', arguments: '{}', output: deep, ...times },
      { id: 't2', name: 'long', arguments: '{}', output: 'x'.repeat(1_000_000), ...times },
    ];
    expect(await settleCall(claimed.ctx, call.callId, { ...hungUp(5000), toolCalls })).toBe('settled');
    const { metadata } = await callRow(world, call.callSid);
    const [first, second] = (metadata as unknown as { function_calls: { result: string }[] }).function_calls;
    expect(first?.result).toBe(deep);
    expect(second?.result.length).toBeLessThan(70_000);
  });

  const deepContent = (): unknown => {
    let value: unknown = 'deep';
    for (let level = 0; level < 20_000; level++) value = [value];
    return value;
  };
  it.each<[string, () => unknown]>([
    ['that JSON does not have', () => 1n],
    ['that is too deep', deepContent],
  ])('of a kind %s does not cost the bill', async (_name, content) => {
    const world = await createWorld(database, { system: { clock } });
    const { call, claimed } = await startCall(world);
    await saveTranscript(claimed.ctx, call.callId, [turn('Said before')]);
    const transcript = [{ ...turn(''), content: content() as string }];
    const outcome = { ...hungUp(61_000), transcript };
    expect(await settleCall(claimed.ctx, call.callId, outcome)).toBe('incomplete');
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'completed',
      billable_minutes: 2,
      transcript: [turn('Said before')],
    });
    expect(await usageOf(world, call.callId)).toEqual([{ quantity: 2, revenue_cents: 40, reverses: false }]);
    // The rest may come later, and changes nothing of the bill.
    expect(await settleCall(claimed.ctx, call.callId, hungUp(61_000))).toBe('settled');
    expect((await callRow(world, call.callSid)).transcript).toEqual([turn('Hello')]);
    expect(await usageOf(world, call.callId)).toHaveLength(1);
    expect((await traces(world, call.callId)).eventTypes).toEqual(['call.started', 'call.completed']);
  });
});
