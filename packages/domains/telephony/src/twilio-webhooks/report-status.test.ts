import { connectTwilio } from '@leadlock/crm/integrations';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { forTenant } from '@leadlock/context/context';
import { describe, expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { callRow, createWorld, ring, toldPeople, traces, type World } from '../../test/world.ts';
import { settleCall } from '../calls/settle-call.ts';
import { startTestCall } from '../test-calls/start-test-call.ts';
import { answerCall } from './answer-call.ts';
import { reportStatus } from './report-status.ts';
import { storeRecording } from './store-recording.ts';

const database = await useDatabase();

const report = (world: World, callSid: string, seconds: string, status = 'completed') =>
  reportStatus(
    { ctx: world.ctx, accountSid: world.accountSid },
    { CallSid: callSid, CallStatus: status, CallDuration: seconds },
  );
const hungUp = (durationMs: number) => ({ status: 'completed' as const, endReason: 'caller_hangup', durationMs });

describe('the length that is reported of a call', () => {
  it.each([
    ['0', 'before', 77_000, 2],
    ['0', 'after', 77_000, 2],
    ['61', 'before', 59_000, 1],
    ['61', 'after', 59_000, 1],
    ['599', 'after', 59_000, 1],
    ['99999999999', 'before', 59_000, 1],
  ])('of %s seconds, %s its end, bills nothing', async (seconds, when, measuredMs, minutes) => {
    const world = await createWorld(database);
    const { call, claimed } = await startCall(world);
    if (when === 'before') await report(world, call.callSid, seconds);
    await settleCall(claimed.ctx, call.callId, hungUp(measuredMs));
    if (when === 'after') await report(world, call.callSid, seconds);
    await report(world, call.callSid, '1234');
    const row = await callRow(world, call.callSid);
    expect(row).toMatchObject({ duration_seconds: measuredMs / 1000, billable_minutes: minutes });
    expect((await traces(world, call.callId)).usage).toMatchObject([
      { quantity: minutes, revenue_cents: minutes * 20 },
    ]);
    if (seconds.length > 9) return;
    expect(row.carrier_seconds).toBe(Number(seconds));
    const difference = { billed_seconds: measuredMs / 1000, carrier_seconds: Number(seconds) };
    const { billing_difference } = row.metadata as { billing_difference?: unknown };
    expect(billing_difference).toEqual(seconds === '61' ? undefined : difference);
  });
});

it('of a call that no agent was on counts it as a success nowhere', async () => {
  const world = await createWorld(database);
  const call = await ring(world);
  await report(world, call.callSid, '4');
  const row = await callRow(world, call.callSid);
  expect(row).toMatchObject({ status: 'failed', end_reason: 'never_connected', billable_minutes: 0 });
  expect((await traces(world, call.callId)).eventTypes).toEqual(['call.started', 'call.failed']);
  expect(await toldPeople(world)).toEqual(['call.failed']);
  const totals = await database.system
    .selectFrom('usage_totals')
    .select(['calls', 'conversations', 'minutes'])
    .where('tenant_id', '=', world.tenant.id)
    .execute();
  expect(totals).toEqual([{ calls: 1, conversations: 0, minutes: 0 }]);
});

describe('a report that says something else than the first', () => {
  const reports = async (world: World, callSid: string) =>
    ((await callRow(world, callSid)).metadata as { carrier_reports?: number[] }).carrier_reports;

  it.each(['before', 'across', 'after'])('is kept beside it when it comes %s the end', async (when) => {
    const world = await createWorld(database);
    const { call, claimed } = await startCall(world);
    const end = () => settleCall(claimed.ctx, call.callId, hungUp(60_000));
    if (when === 'after') await end();
    await report(world, call.callSid, '61');
    await report(world, call.callSid, '61');
    expect(await reports(world, call.callSid)).toBeUndefined();
    if (when === 'across') await end();
    for (const seconds of ['0', '61', '0', '-5', 'NaN', '', '1e3']) await report(world, call.callSid, seconds);
    if (when === 'before') await end();
    expect(await reports(world, call.callSid)).toEqual([61, 0]);
    expect(await callRow(world, call.callSid)).toMatchObject({ carrier_seconds: 61, billable_minutes: 1 });
    for (let seconds = 100; seconds < 112; seconds++) await report(world, call.callSid, String(seconds));
    expect(await reports(world, call.callSid)).toHaveLength(10);
  });
});

describe('a webhook of another account', () => {
  /** The sub-account's own Twilio account beside the agency's, on whose number the call came in. */
  async function intruder() {
    const world = await createWorld(database, { tenant: { tenant_type: 'agency', plan: 'agency' } });
    const { call, claimed } = await startCall(world);
    const other = `AC${'b'.repeat(32)}`;
    await connectTwilio(world.ctx, { account_name: 'Other', account_sid: other, auth_token: 'other-token' });
    return { world, call, claimed, webhook: { ctx: world.ctx, accountSid: other } };
  }

  it('touches neither a call nor its bill nor its recording', async () => {
    const { world, call, claimed, webhook } = await intruder();
    const before = await callRow(world, call.callSid);
    await reportStatus(webhook, { CallSid: call.callSid, CallStatus: 'completed', CallDuration: '0' });
    await storeRecording(webhook, {
      CallSid: call.callSid,
      RecordingSid: `RE${'1'.repeat(32)}`,
      RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${webhook.accountSid}/Recordings/RE${'1'.repeat(32)}`,
      RecordingDuration: '3',
    });
    expect(await callRow(world, call.callSid)).toEqual(before);
    expect((await traces(world, call.callId)).sessions).toMatchObject([{ reported_status: null }]);
    await settleCall(claimed.ctx, call.callId, hungUp(61_000));
    expect(await callRow(world, call.callSid)).toMatchObject({ billable_minutes: 2, carrier_seconds: null });
  });

  it('gets no token of a call that waits for its stream', async () => {
    const world = await createWorld(database);
    const { callSid } = await ring(world);
    const other = `AC${'c'.repeat(32)}`;
    const webhook = { CallSid: callSid, From: '+12125550123', To: '+12125550199', CallStatus: 'ringing' };
    const answer = await answerCall({ ctx: world.ctx, accountSid: other }, { ...webhook, Direction: 'inbound' });
    expect(answer).not.toContain('<Stream');
  });

  it('of a sub-account is not believed about a call on its agency’s number', async () => {
    const { world, call, webhook } = await intruder();
    const sub = forTenant(world.system, await createTenant(database, { parent_tenant_id: world.tenant.id }));
    await reportStatus({ ...webhook, ctx: sub }, { CallSid: call.callSid, CallStatus: 'completed', CallDuration: '0' });
    expect((await callRow(world, call.callSid)).status).toBe('in-progress');
  });
});

it('no carrier reports on a call in a browser', async () => {
  const world = await createWorld(database);
  const { call_id: callId } = await startTestCall(world.ctx, world.agentId);
  await database.system
    .updateTable('call_logs')
    .set({ twilio_account_sid: world.accountSid })
    .where('id', '=', callId)
    .execute();
  await report(world, `test-${callId}`, '0');
  expect((await callRow(world, `test-${callId}`)).ended_at).toBeNull();
});
