import type { Change } from '@leadlock/db/change';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { createWorld, newCallSid, ring, type World } from '../../test/world.ts';
import { startTestCall } from '../test-calls/start-test-call.ts';
import { reportStatus } from '../twilio-webhooks/report-status.ts';
import { completeCall } from './complete-call.ts';
import { saveTranscript } from './save-transcript.ts';
import { addRemains, settleCall } from './settle-call.ts';
import { watchCalls } from './watch-calls.ts';

/** What was announced, as `table id part`. */
let heard: Set<string>;
let ignore: () => void;

/** The database itself notes what watchers must hear of, whoever writes it. */
async function noteWrites(): Promise<void> {
  const owner = connectAsOwner(ownerUrlOf(database));
  for (const statement of NOTES) await sql.raw(statement).execute(owner);
  await owner.destroy();
}

const note = (table: string, id: string, part: string): string => `
  CREATE FUNCTION note_${part}_of_${table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO public.written VALUES (NEW.tenant_id, '${table === 'events' ? 'events' : 'call_logs'} ' || NEW.${id} || ' ${part}')
      ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$`;

const NOTES = [
  'CREATE TABLE written (tenant_id uuid, what text, PRIMARY KEY (tenant_id, what))',
  'GRANT SELECT ON written TO PUBLIC',
  note('call_logs', 'id', 'call'),
  note('call_sessions', 'call_id', 'transcript'),
  note('events', 'id', 'null'),
  `CREATE TRIGGER noted AFTER INSERT OR UPDATE OF status, agent_name, answered_at, ended_at ON call_logs
    FOR EACH ROW EXECUTE FUNCTION note_call_of_call_logs()`,
  `CREATE TRIGGER noted AFTER UPDATE OF transcript ON call_sessions
    FOR EACH ROW EXECUTE FUNCTION note_transcript_of_call_sessions()`,
  'CREATE TRIGGER noted AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION note_null_of_events()',
];

const database = await useDatabase();
beforeAll(async () => {
  await noteWrites();
});

async function createWatchedWorld(): Promise<World> {
  const world = await createWorld(database);
  heard = new Set();
  const listening = Promise.withResolvers<void>();
  ignore = database.changes.subscribe(world.tenant.id, {
    onChange: ({ table, id, part }: Change) => heard.add(`${table} ${id} ${part}`),
    onGap: listening.resolve,
  });
  // A connection that is there already says nothing.
  const other = await createWorld(database);
  await Promise.race([listening.promise, untilHeard(other)]);
  return world;
}

async function untilHeard(world: World): Promise<void> {
  const told = Promise.withResolvers<void>();
  const stop = database.changes.subscribe(world.tenant.id, {
    onChange: () => told.resolve(),
    onGap: () => told.resolve(),
  });
  await ring(world);
  await told.promise;
  stop();
}

async function written(world: World): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    SELECT what FROM written WHERE tenant_id = ${world.tenant.id} ORDER BY what`.execute(database.system);
  return rows.map(({ what }) => what);
}

let world: World;
beforeEach(async () => {
  world = await createWatchedWorld();
  return () => ignore();
});

const turn = (content: string) => ({
  role: 'user' as const,
  content,
  started_at: '2026-11-24T15:04:05.000Z',
  ended_at: '2026-11-24T15:04:06.000Z',
});
const status = (callSid: string, CallStatus: string) =>
  reportStatus({ ctx: world.ctx, accountSid: world.accountSid }, { CallSid: callSid, CallStatus });

/** Each way in which calls begin, change and end. */
const LIVES: Record<string, () => Promise<unknown>> = {
  'rings, is held, is spoken in and ends': async () => {
    const { claimed, call } = await startCall(world);
    await saveTranscript(claimed.ctx, call.callId, [turn('Hello?')]);
    await settleCall(claimed.ctx, call.callId, { status: 'completed', endReason: 'caller_hangup', durationMs: 4_000 });
  },
  'is given up by the caller': async () => {
    const { callSid } = await ring(world);
    await status(callSid, 'in-progress');
    await status(callSid, 'no-answer');
  },
  'is found lost and completed by what its gateway left': async () => {
    const { claimed, call } = await startCall(world);
    const lost = { status: 'failed', endReason: 'gateway_lost', durationMs: 1_000 } as const;
    await completeCall(claimed.ctx, call.callId, lost, { awaitsGateway: true });
    await addRemains(claimed.ctx, call.callId, { durationMs: 8_000 });
    await settleCall(claimed.ctx, call.callId, { status: 'completed', endReason: 'caller_hangup', durationMs: 9_000 });
  },
  'is held in a browser': () => startTestCall(world.ctx, world.agentId),
  'is refused': async () => {
    await database.system.updateTable('agents').set({ is_active: false }).where('id', '=', world.agentId).execute();
    await ring(world, newCallSid()).catch(() => undefined);
  },
};

it.each(Object.keys(LIVES))('all that is written of a call that %s is announced', async (life) => {
  await LIVES[life]?.();
  const expected = await written(world);
  expect(expected.length).toBeGreaterThanOrEqual(2);
  await expect.poll(() => expected.filter((what) => !heard.has(what)), { timeout: 10_000 }).toEqual([]);
});

it('what was committed by a process that died before it could announce it is seen all the same, once', async () => {
  const stop = new AbortController();
  const watch = watchCalls(world.ctx, null, stop.signal, { lookAgainMs: 100 });
  const next = async (): Promise<string[][]> => {
    const { value, done } = await watch.next();
    if (done) throw new Error('The watch is over');
    return value.calls.map(({ id, status }) => [id, status]);
  };
  expect(await next()).toEqual([]);
  const { callId } = await ring(world);
  expect(await next()).toEqual([[callId, 'ringing']]);
  // Nobody says so.
  const change = (changes: { status: string; ended_at?: Date }) =>
    database.system.updateTable('call_logs').set(changes).where('id', '=', callId).execute();
  await change({ status: 'in-progress' });
  expect(await next()).toEqual([[callId, 'in-progress']]);
  await change({ status: 'completed', ended_at: new Date() });
  expect(await next()).toEqual([[callId, 'completed']]);
  const quiet = next();
  const later = await ring(world);
  expect(await quiet).toEqual([[later.callId, 'ringing']]);
  stop.abort();
  expect((await watch.next()).done).toBe(true);
});
