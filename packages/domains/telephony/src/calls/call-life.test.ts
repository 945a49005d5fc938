import { newId } from '@leadlock/core/ids';
import { createMovableClock } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { claim, startCall, startGateway } from '../../test/gateway-calls.ts';
import { callRow, createWorld, ring, traces } from '../../test/world.ts';
import type { ClaimedCall } from './claim-call.ts';
import { completeCall } from './complete-call.ts';
import { settleCall } from './settle-call.ts';
import { startRecording } from './start-recording.ts';
import { saveTranscript } from './save-transcript.ts';

const database = await useDatabase();

const clock = createMovableClock();
const createTimedWorld = () => createWorld(database, { system: { clock } });
const startTimedCall = async () => startCall(await createTimedWorld());

const turn = (content: string) => ({
  role: 'user' as const,
  content,
  started_at: '2026-11-24T15:00:00.000Z',
  ended_at: '2026-11-24T15:00:01.000Z',
});

const hangUp = (claimed: ClaimedCall) =>
  completeCall(claimed.ctx, claimed.callId, { status: 'completed', endReason: 'caller_hangup' });

describe('claiming', () => {
  it('gives the gateway the agent and marks the call as answered', async () => {
    const { world, call, gatewayId, claimed } = await startTimedCall();
    expect(claimed).toMatchObject({
      callId: call.callId,
      tenantId: world.tenant.id,
      callSid: call.callSid,
      providerName: 'local',
      record: true,
    });
    expect(claimed.session.instructions).toContain('dental practice');
    expect(await callRow(world, call.callSid)).toMatchObject({ status: 'in-progress', answered_at: clock.now() });
    expect((await traces(world, call.callId)).sessions).toMatchObject([{ gateway_id: gatewayId, stream_sid: 'MZ1' }]);
  });

  it('works once', async () => {
    const { world, call, gatewayId } = await startTimedCall();
    expect(await claim(world, call, gatewayId)).toBeNull();
  });

  it('lets one of two that claim at once have the call', async () => {
    const world = await createTimedWorld();
    const call = await ring(world);
    const gateways = [await startGateway(world), await startGateway(world)];
    const claims = await Promise.all(gateways.map((gatewayId) => claim(world, call, gatewayId)));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    const winner = gateways[claims.findIndex((claimed) => claimed !== null)];
    expect((await traces(world, call.callId)).sessions).toMatchObject([{ gateway_id: winner }]);
  });

  it.each([
    ['an unknown token', { token: 'x' }],
    ['the token of another call', { callSid: `CA${'0'.repeat(32)}` }],
  ])('refuses %s', async (_name, changes) => {
    const world = await createTimedWorld();
    const call = await ring(world);
    expect(await claim(world, call, await startGateway(world), changes)).toBeNull();
    expect((await callRow(world, call.callSid)).status).toBe('ringing');
  });

  it('refuses a token after a minute', async () => {
    const world = await createTimedWorld();
    const call = await ring(world);
    clock.advance(60_001);
    expect(await claim(world, call, await startGateway(world))).toBeNull();
  });
});

describe('completing', () => {
  it('bills nothing for a call that no voice provider took', async () => {
    const { world, call, claimed } = await startTimedCall();
    clock.advance(7000);
    await completeCall(claimed.ctx, call.callId, { status: 'failed', endReason: 'provider_refused' });
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'failed',
      duration_seconds: 7,
      billable_minutes: 0,
      cost_cents: 0,
    });
    expect((await traces(world, call.callId)).usage).toMatchObject([{ quantity: 0, cost_cents: 0, revenue_cents: 0 }]);
  });

  it.each([
    ['completed', 'caller_hangup'],
    ['completed', 'connection_lost'],
    ['completed', 'ended_by_operator'],
    ['completed', 'max_duration'],
    ['failed', 'internal_error'],
  ] as const)(
    'bills nothing for one whose voice was never ready, which ends as %s by %s',
    async (status, endReason) => {
      const { world, call, claimed } = await startTimedCall();
      const outcome = { status, endReason, durationMs: 8000, voiceWasReady: false };
      expect(await settleCall(claimed.ctx, call.callId, outcome)).toBe('settled');
      expect(await callRow(world, call.callSid)).toMatchObject({
        status,
        end_reason: endReason,
        duration_seconds: 8,
        billable_minutes: 0,
        cost_cents: 0,
      });
      expect((await traces(world, call.callId)).usage).toMatchObject([
        { quantity: 0, cost_cents: 0, revenue_cents: 0 },
      ]);
    },
  );

  it.each([true, undefined])('bills one whose agent waited for the caller (voice ready: %s)', async (voiceWasReady) => {
    const { world, call, claimed } = await startTimedCall();
    const ending = { status: 'completed', endReason: 'caller_hangup', durationMs: 8000 } as const;
    await settleCall(claimed.ctx, call.callId, { ...ending, firstAudioMs: null, usage: null, voiceWasReady });
    expect((await traces(world, call.callId)).usage).toMatchObject([{ quantity: 1, revenue_cents: 20 }]);
  });

  it('takes back the bill of a call that was closed without its gateway, which had no voice', async () => {
    const { world, call, claimed } = await startTimedCall();
    const lost = { status: 'failed', endReason: 'gateway_lost', durationMs: 9000 } as const;
    await completeCall(claimed.ctx, call.callId, lost, { awaitsGateway: true });
    const outcome = {
      status: 'completed',
      endReason: 'caller_hangup',
      durationMs: 8000,
      voiceWasReady: false,
    } as const;
    await settleCall(claimed.ctx, call.callId, outcome);
    expect(await callRow(world, call.callSid)).toMatchObject({ billable_minutes: 0, cost_cents: 0 });
    const { usage } = await traces(world, call.callId);
    expect(usage.reduce((sum, { revenue_cents }) => sum + revenue_cents, 0)).toBe(0);
  });

  it('writes the call, one usage record and one event together', async () => {
    const { world, call, claimed } = await startTimedCall();
    await saveTranscript(claimed.ctx, call.callId, [turn('Hel')]);
    clock.advance(61_000);
    const done = await completeCall(claimed.ctx, call.callId, {
      status: 'completed',
      endReason: 'caller_hangup',
      transcript: [turn('Hello')],
      turnLatenciesMs: [640],
      toolCalls: [
        {
          id: 't1',
          name: 'end_call',
          arguments: '{"reason":"done"}',
          status: 'done',
          output: '{"ending":true}',
          startedAt: clock.now().getTime(),
          endedAt: clock.now().getTime(),
        },
      ],
    });
    expect(done).toBe(true);
    const row = await callRow(world, call.callSid);
    expect(row).toMatchObject({
      status: 'completed',
      end_reason: 'caller_hangup',
      duration_seconds: 61,
      billable_minutes: 2,
      transcript: [turn('Hello')],
      ended_at: clock.now(),
      metadata: {
        end_reason: 'caller_hangup',
        turn_latencies_ms: [640],
        function_calls: [
          { function: 'end_call', arguments: { reason: 'done' }, result: { ending: true }, success: true },
        ],
      },
    });
    const { usage, eventTypes, events, sessions } = await traces(world, call.callId);
    // Two minutes of a local voice, which costs us nothing, sold on the starter plan for 2 × 20 cents.
    expect(row.cost_cents).toBe(0);
    expect(usage).toMatchObject([
      { kind: 'voice', quantity: 2, unit: 'minute', cost_cents: 0, revenue_cents: 40, provider: 'local' },
    ]);
    expect(eventTypes).toEqual(['call.started', 'call.completed']);
    expect(events[1]?.payload).toMatchObject({
      duration_seconds: 61,
      billable_minutes: 2,
      from_number: row.from_number,
    });
    expect(sessions).toEqual([]);
  });

  it('happens once, however many try at the same time', async () => {
    const { world, call, claimed } = await startTimedCall();
    const results = await Promise.all([hangUp(claimed), hangUp(claimed), hangUp(claimed)]);
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await hangUp(claimed)).toBe(false);
    const { usage, eventTypes } = await traces(world, call.callId);
    expect(usage).toHaveLength(1);
    expect(eventTypes).toEqual(['call.started', 'call.completed']);
  });

  it('works whatever time zone the account has stored', async () => {
    const { world, call, claimed } = await startTimedCall();
    await database.system
      .insertInto('notification_settings')
      .values({
        tenant_id: world.tenant.id,
        id: newId(),
        quiet_hours_enabled: true,
        quiet_hours_timezone: 'US/Pacific-New',
      })
      .execute();
    expect(await hangUp(claimed)).toBe(true);
    expect((await callRow(world, call.callSid)).ended_at).not.toBeNull();
  });

  it('leaves nothing behind when it fails in the middle', async () => {
    const { world, call, claimed } = await startTimedCall();
    clock.advance(5000);
    // A plan that no table knows makes the price fail, where none was kept when the call began.
    await database.system
      .updateTable('call_logs')
      .set({ price_per_minute_cents: null })
      .where('id', '=', call.callId)
      .execute();
    const broken = { ...claimed.ctx, tenant: { ...claimed.ctx.tenant, plan: 'no-such-plan' } };
    const failing = completeCall(broken, call.callId, { status: 'completed', endReason: 'caller_hangup' });
    await expect(failing).rejects.toThrow('no-such-plan');
    const { usage, eventTypes, sessions } = await traces(world, call.callId);
    expect((await callRow(world, call.callSid)).ended_at).toBeNull();
    expect({ usage, eventTypes }).toEqual({ usage: [], eventTypes: ['call.started'] });
    expect(sessions).toHaveLength(1);
  });

  it('bills what was measured, and keeps what the carrier has counted beside it', async () => {
    const { world, call, claimed } = await startTimedCall();
    await database.system
      .updateTable('call_sessions')
      .set({ reported_status: 'completed', reported_duration_seconds: 0 })
      .where('call_id', '=', call.callId)
      .execute();
    clock.advance(77_000);
    await hangUp(claimed);
    expect(await callRow(world, call.callSid)).toMatchObject({
      duration_seconds: 77,
      billable_minutes: 2,
      carrier_seconds: 0,
      metadata: { billing_difference: { billed_seconds: 77, carrier_seconds: 0 } },
    });
    expect((await traces(world, call.callId)).usage).toMatchObject([{ quantity: 2, revenue_cents: 40 }]);
  });

  it('bills until the caller has gone, not until its tools have', async () => {
    const { world, call, claimed } = await startTimedCall();
    clock.advance(5000);
    await completeCall(claimed.ctx, call.callId, {
      status: 'completed',
      endReason: 'caller_hangup',
      durationMs: 2040,
    });
    const row = await callRow(world, call.callSid);
    expect(row).toMatchObject({ duration_seconds: 2, billable_minutes: 1 });
    expect(row.ended_at?.getTime()).toBe((row.answered_at?.getTime() ?? 0) + 2040);
  });

  it.each([
    ['back', -3_600_000],
    ['forth', 3_600_000],
  ])('bills what was measured though the clock has jumped %s', async (_name, jump) => {
    const { world, call, claimed } = await startTimedCall();
    clock.advance(jump);
    await completeCall(claimed.ctx, call.callId, {
      status: 'completed',
      endReason: 'caller_hangup',
      durationMs: 61_000,
    });
    const row = await callRow(world, call.callSid);
    clock.advance(-jump);
    expect(row).toMatchObject({ duration_seconds: 61, billable_minutes: 2 });
    expect(row.ended_at?.getTime()).toBe((row.answered_at?.getTime() ?? 0) + 61_000);
  });

  it('ends nothing before it began where nobody has measured', async () => {
    const { world, call, claimed } = await startTimedCall();
    clock.advance(-60_000);
    await hangUp(claimed);
    const row = await callRow(world, call.callSid);
    clock.advance(60_000);
    expect(row).toMatchObject({ duration_seconds: 0, billable_minutes: 0 });
    expect(row.ended_at).toEqual(row.answered_at);
  });

  it('costs what a minute cost when it began', async () => {
    const { world, call, claimed } = await startTimedCall();
    await database.system
      .updateTable('tenants')
      .set({ per_minute_rate_cents: 99 })
      .where('id', '=', world.tenant.id)
      .execute();
    clock.advance(61_000);
    await hangUp(claimed);
    expect((await traces(world, call.callId)).usage).toMatchObject([{ quantity: 2, revenue_cents: 40 }]);
  });

  it('says call.failed for a failed call, and still bills the minutes it had', async () => {
    const { world, call, claimed } = await startTimedCall();
    clock.advance(10_000);
    await completeCall(claimed.ctx, call.callId, {
      status: 'failed',
      endReason: 'provider_lost',
      detail: 'socket closed',
    });
    const { usage, events } = await traces(world, call.callId);
    expect(events.at(-1)).toMatchObject({
      type: 'call.failed',
      payload: { status: 'failed', end_reason: 'provider_lost', duration_seconds: 10 },
    });
    expect(usage).toMatchObject([{ quantity: 1 }]);
  });

  it('knows that nothing was used of a call that got no answer from the model, and only then', async () => {
    const costOf = async (outcome: { usage?: null; firstAudioMs?: number | null }) => {
      const { world, call, claimed } = await startTimedCall();
      await database.system
        .updateTable('call_logs')
        .set({ voice_provider: 'openai' })
        .where('id', '=', call.callId)
        .execute();
      clock.advance(2_000);
      const ended = { status: 'completed', endReason: 'caller_hangup', model: 'gpt-realtime' } as const;
      await completeCall(claimed.ctx, call.callId, { ...ended, ...outcome });
      return (await traces(world, call.callId)).usage[0]?.cost_cents;
    };
    expect(await costOf({ usage: null, firstAudioMs: null })).toBe(0);
    // It spoke, and what that took was never reported; or whoever closes the call was not there.
    expect(await costOf({ usage: null, firstAudioMs: 700 })).toBeNull();
    expect(await costOf({})).toBeNull();
  });

  it('keeps a late turn out of a call that is over', async () => {
    const { world, call, claimed } = await startTimedCall();
    await hangUp(claimed);
    await saveTranscript(claimed.ctx, call.callId, [turn('late')]);
    expect((await callRow(world, call.callSid)).transcript).toBeNull();
  });

  it('counts a recording from the moment it was started', async () => {
    const { world, call, claimed } = await startTimedCall();
    world.carrier.startRecording = (_credentials, callSid, callback) => {
      expect(callSid).toBe(call.callSid);
      expect(callback).toBe(`https://api.example.com/webhooks/twilio/${world.tenant.id}/recording`);
      return Promise.resolve({ sid: 'RE1' });
    };
    await startRecording(claimed.ctx, call.callId);
    clock.advance(1000);
    await hangUp(claimed);
    const { usage } = await traces(world, call.callId);
    expect(usage[0]?.lines).toContainEqual({
      item: 'twilio_recording',
      paid_by: 'tenant',
      quantity: 1,
      unit: 'minute',
      micro_dollars: 2500,
    });
  });
});
