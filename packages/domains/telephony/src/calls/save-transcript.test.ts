import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { callRow, createWorld, traces } from '../../test/world.ts';
import { completeCall } from './complete-call.ts';
import { getCall } from './get-call.ts';
import { listCalls } from './list-calls.ts';
import { saveTranscript } from './save-transcript.ts';
import { sweepLostCalls } from './sweep-lost-calls.ts';

const database = await useDatabase();

const turn = (content: string) => ({
  role: 'user' as const,
  content,
  started_at: '2026-11-24T15:00:00.000Z',
  ended_at: '2026-11-24T15:00:01.000Z',
});

const startedCall = async () => {
  const started = await startCall(await createWorld(database));
  const { call, claimed } = started;
  return {
    ...started,
    ctx: claimed.ctx,
    callId: call.callId,
    save: saveTranscript.bind(null, claimed.ctx, call.callId),
  };
};

/** Changes whenever the row is written, whatever is written. */
const versionOf = async (callId: string): Promise<string | undefined> => {
  const { rows } = await sql<{ version: string }>`
    SELECT xmin || ' ' || ctid AS version FROM call_logs WHERE id = ${callId}`.execute(database.system);
  return rows[0]?.version;
};

const writtenByEarlierVersion = (callId: string, content: string) =>
  database.system
    .updateTable('call_logs')
    .set({ transcript: JSON.stringify([turn(content)]) })
    .where('id', '=', callId)
    .execute();

const HUNG_UP = { status: 'completed', endReason: 'caller_hangup' } as const;

describe('what is said in a call that runs', () => {
  it('is shown from the session, without a write to the call, and is in the call alone once that is over', async () => {
    const { world, ctx, call, callId, save } = await startedCall();
    const before = await versionOf(callId);
    await save([turn('Hello')]);
    await save([turn('Hello'), turn('Are you open?')]);
    const said = [turn('Hello'), turn('Are you open?')];
    expect(await versionOf(callId)).toBe(before);
    expect((await getCall(ctx, callId)).transcript).toEqual(said);
    expect((await listCalls(ctx, { limit: 10, offset: 0 })).calls).toMatchObject([{ id: callId, transcript: said }]);

    await completeCall(ctx, callId, HUNG_UP);
    expect((await callRow(world, call.callSid)).transcript).toEqual(said);
    expect((await traces(world, callId)).sessions).toEqual([]);
    expect((await getCall(ctx, callId)).transcript).toEqual(said);
  });

  it('gives way to what the gateway knows at the end', async () => {
    const { ctx, callId, save } = await startedCall();
    await save([turn('Hel')]);
    await completeCall(ctx, callId, { ...HUNG_UP, transcript: [turn('Hello')] });
    expect((await getCall(ctx, callId)).transcript).toEqual([turn('Hello')]);
  });

  it('is taken from the session by the sweep when the gateway died', async () => {
    const { world, ctx, callId, gatewayId, save } = await startedCall();
    await save([turn('Hello')]);
    await database.system
      .updateTable('gateways')
      .set({ last_seen_at: new Date(Date.now() - 20_000) })
      .where('id', '=', gatewayId)
      .execute();
    world.carrier.fetchCall = (_credentials, sid) => Promise.resolve({ sid, status: 'completed', durationSeconds: 30 });
    await sweepLostCalls(world.system);
    expect(await getCall(ctx, callId)).toMatchObject({
      ended_at: expect.any(String) as string,
      transcript: [turn('Hello')],
    });
  });

  it('is shown and kept where a gateway of an earlier version writes it to the call', async () => {
    const { ctx, callId } = await startedCall();
    await writtenByEarlierVersion(callId, 'Hello');
    expect((await getCall(ctx, callId)).transcript).toEqual([turn('Hello')]);
    await completeCall(ctx, callId, { status: 'failed', endReason: 'gateway_lost' }, { awaitsGateway: true });
    expect((await getCall(ctx, callId)).transcript).toEqual([turn('Hello')]);
  });
});
