import { ProviderError, type CarrierRecording } from '@leadlock/providers/contracts';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { callRow, createWorld, ring, traces, type World } from '../../test/world.ts';
import { storeRecording } from '../twilio-webhooks/store-recording.ts';
import { startTestCall } from '../test-calls/start-test-call.ts';
import { completeCall } from './complete-call.ts';
import { fetchRecordings } from './fetch-recordings.ts';
import { settleCall } from './settle-call.ts';

const database = await useDatabase();

const recordingSid = (digit: string) => `RE${digit.repeat(32)}`;
const recording = (digit: string, changes: Partial<CarrierRecording> = {}): CarrierRecording => ({
  sid: recordingSid(digit),
  status: 'completed',
  durationSeconds: 61,
  url: `https://api.twilio.com/2010-04-01/Accounts/AC${'1'.repeat(32)}/Recordings/${recordingSid(digit)}`,
  ...changes,
});

/** A call that ended with its recording not reported, and a carrier that has these. */
async function endedCall(recordings: readonly CarrierRecording[] | ProviderError, startedSid: string | null = null) {
  const world = await createWorld(database);
  const { call, claimed } = await startCall(world);
  const hungUp = { status: 'completed' as const, endReason: 'caller_hangup', durationMs: 61_000 };
  await settleCall(claimed.ctx, call.callId, { ...hungUp, recordingSid: startedSid });
  const asked: string[] = [];
  world.carrier.listRecordings = (_credentials, callSid) => {
    asked.push(callSid);
    return recordings instanceof ProviderError ? Promise.reject(recordings) : Promise.resolve([...recordings]);
  };
  return { world, ...call, asked };
}

/** Time passes until the recording is due. */
const passTime = (callId: string) =>
  database.system
    .updateTable('call_logs')
    .set({ recording_due_at: new Date(Date.now() - 1000) })
    .where('id', '=', callId)
    .where('recording_due_at', 'is not', null)
    .execute();

const announced = async (world: World, callId: string) =>
  (await traces(world, callId)).events.filter(({ type }) => type === 'recording.ready').map(({ payload }) => payload);

describe('a recording whose report was lost', () => {
  it('is asked for some minutes after the end, stored and announced once', async () => {
    const { world, callId, callSid, asked } = await endedCall([recording('2')]);
    await fetchRecordings(world.system);
    expect(asked).toEqual([]);
    await passTime(callId);
    await Promise.all([fetchRecordings(world.system), fetchRecordings(world.system)]);
    await passTime(callId);
    await fetchRecordings(world.system);
    expect(asked).toEqual([callSid]);
    expect(await callRow(world, callSid)).toMatchObject({
      recording_sid: recordingSid('2'),
      recording_url: recording('2').url,
      recording_duration_seconds: 61,
      recording_due_at: null,
    });
    expect(await announced(world, callId)).toMatchObject([{ call_id: callId, duration_seconds: 61 }]);
  });

  it('is announced once when its report comes after all', async () => {
    const { world, callId, callSid } = await endedCall([recording('2')]);
    await passTime(callId);
    const webhook = {
      CallSid: callSid,
      RecordingSid: recordingSid('2'),
      RecordingUrl: recording('2').url,
      RecordingDuration: '61',
    };
    const report = () => storeRecording({ ctx: world.ctx, accountSid: world.accountSid }, webhook, 'completed');
    await Promise.all([fetchRecordings(world.system), report()]);
    await report();
    expect(await announced(world, callId)).toHaveLength(1);
  });

  it('is the one that was started, else the newest that can be heard', async () => {
    const several = [recording('4', { status: 'processing' }), recording('3'), recording('2')];
    const started = await endedCall(several, recordingSid('2'));
    const unknown = await endedCall(several);
    for (const { callId } of [started, unknown]) await passTime(callId);
    await fetchRecordings(started.world.system);
    await fetchRecordings(unknown.world.system);
    await passTime(unknown.callId);
    await fetchRecordings(unknown.world.system);
    expect((await callRow(unknown.world, started.callSid)).recording_sid).toBe(recordingSid('2'));
    expect((await callRow(unknown.world, unknown.callSid)).recording_sid).toBe(recordingSid('3'));
  });

  it.each<[string, CarrierRecording[] | ProviderError, boolean, unknown]>([
    ['is being made', [recording('2', { status: 'processing' })], true, undefined],
    ['cannot be asked for now', new ProviderError('no answer', { provider: 'twilio' }), true, undefined],
    [
      'is of an account that was closed to us',
      new ProviderError('no', { provider: 'twilio', status: 401 }),
      true,
      undefined,
    ],
    [
      'is of a call that is gone',
      new ProviderError('no such call', { provider: 'twilio', status: 404 }),
      false,
      undefined,
    ],
    ['was never made', [], false, undefined],
    ['is absent', [recording('2', { status: 'absent' })], false, 'absent'],
    ['failed', [recording('2', { status: 'failed' })], false, 'failed'],
  ])('that %s is asked for again only where that helps', async (_name, recordings, isAskedAgain, status) => {
    const { world, callId, callSid, asked } = await endedCall(recordings);
    for (let time = 0; time < 2; time++) {
      await passTime(callId);
      await fetchRecordings(world.system);
    }
    expect(asked).toHaveLength(isAskedAgain ? 2 : 1);
    const row = await callRow(world, callSid);
    expect((row.metadata as { recording_status?: string }).recording_status).toBe(status);
    expect(await announced(world, callId)).toEqual([]);
    // Some day nothing is expected any more.
    await database.system
      .updateTable('call_logs')
      .set({ ended_at: new Date(Date.now() - 4 * 86_400_000) })
      .where('id', '=', callId)
      .execute();
    await passTime(callId);
    await fetchRecordings(world.system);
    expect((await callRow(world, callSid)).recording_due_at).toBeNull();
  });
});

it('is not expected of calls that nobody answered, of those in a browser, nor where it is there', async () => {
  const world = await createWorld(database);
  const unanswered = await ring(world);
  await completeCall(world.ctx, unanswered.callId, { status: 'no-answer', endReason: 'no-answer' });
  const { call_id: tested } = await startTestCall(world.ctx, world.agentId);
  await database.system.updateTable('call_logs').set({ answered_at: new Date() }).where('id', '=', tested).execute();
  await completeCall(world.ctx, tested, { status: 'completed', endReason: 'caller_hangup' });
  const { call, claimed } = await startCall(world);
  await database.system.updateTable('call_logs').set({ recording_url: 'x' }).where('id', '=', call.callId).execute();
  await completeCall(claimed.ctx, call.callId, { status: 'completed', endReason: 'caller_hangup' });
  const due = await database.system
    .selectFrom('call_logs')
    .select('recording_due_at')
    .where('tenant_id', '=', world.tenant.id)
    .execute();
  expect(due.map(({ recording_due_at }) => recording_due_at)).toEqual([null, null, null]);
});
