import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { expect, test } from 'vitest';
import { createWorld, newCallSid } from '../../test/world.ts';
import { callsRouter } from './router.ts';

const database = await useDatabase();
const world = await createWorld(database);
const api = await useOperations(router({ calls: callsRouter }), world.system);

interface Ended {
  status?: string;
  end_reason?: string | null;
  appointment_booked?: boolean;
  ended_at?: Date | null;
}

async function addCall({ status = 'completed', ended_at = new Date(), ...call }: Ended): Promise<string> {
  const id = newId();
  await database.system
    .insertInto('call_logs')
    .values({
      ...call,
      tenant_id: world.tenant.id,
      id,
      twilio_call_sid: newCallSid(),
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      status,
      started_at: new Date(),
      ended_at,
    })
    .execute();
  return id;
}

const sendText = (callId: string, succeeded: boolean) =>
  database.system
    .insertInto('tool_executions')
    .values({
      tenant_id: world.tenant.id,
      call_id: callId,
      tool_call_id: newId(),
      arguments_hash: Buffer.from('hash'),
      name: 'send_sms',
      arguments: '{}',
      succeeded,
    })
    .execute();

async function outcomesOf(id: string): Promise<unknown[]> {
  const token = await signIn(world.system, world.tenant);
  const { body: list } = await api.request('GET', '/calls/search', { token });
  const listed = (list as { calls: { id: string; outcome: string | null }[] }).calls.find((call) => call.id === id);
  const { body: call } = await api.request('GET', `/calls/${id}`, { token });
  return [listed?.outcome, (call as { outcome: string | null }).outcome];
}

test.each<[outcome: string | null, call: Ended]>([
  [null, { status: 'in-progress', ended_at: null }],
  [null, { end_reason: null }],
  ['appointment_booked', { end_reason: 'transferred', appointment_booked: true }],
  ['transferred', { end_reason: 'transferred' }],
  ['voicemail', { status: 'voicemail', end_reason: 'agent_hangup' }],
  ['caller_hung_up', { end_reason: 'caller_hangup' }],
  ['agent_hung_up', { end_reason: 'agent_hangup' }],
  ['silence', { end_reason: 'silence' }],
  ['time_limit', { end_reason: 'max_duration' }],
  ['stopped', { end_reason: 'ended_by_operator' }],
  ['interrupted', { end_reason: 'provider_lost' }],
  ['not_answered', { status: 'no-answer', end_reason: 'no-answer' }],
  ['failed', { status: 'failed', end_reason: 'no_agent' }],
])('tells %s of %o', async (outcome, call) => {
  expect(await outcomesOf(await addCall(call))).toEqual([outcome, outcome]);
});

test('tells of a text that was sent before how the call ended, and not of one that was not', async () => {
  const call = await addCall({ end_reason: 'caller_hangup' });
  await sendText(call, false);
  expect(await outcomesOf(call)).toEqual(['caller_hung_up', 'caller_hung_up']);
  await sendText(call, true);
  expect(await outcomesOf(call)).toEqual(['text_sent', 'text_sent']);
});
