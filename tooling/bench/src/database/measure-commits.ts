import { setTimeout as delay } from 'node:timers/promises';
import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { connectDatabase, type Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { withTransaction } from '@leadlock/db/transaction';
import { createJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { silentLogger } from '@leadlock/observability/logger';
import { platform } from '@leadlock/platform/domain';
import { recordEvent } from '@leadlock/platform/events';
import { completeCall, saveTranscript } from '@leadlock/telephony/calls';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { sql } from 'kysely';

export interface CommitOptions {
  writers: number;
  /** How long each kind of work is measured. */
  seconds: number;
}

/** What a writer writes: its own tenant, so that writers meet nowhere but in the database itself. */
interface Writer {
  ctx: TenantContext;
  /** A call in which something is said. */
  callId: string;
  /** Calls that run, to be ended. */
  running: string[];
}

const CALLS_OF_A_WRITER = 300;
const TURNS = Array.from({ length: 20 }, (_, index) => ({
  role: index % 2 === 0 ? ('assistant' as const) : ('user' as const),
  content: 'Yes, Tuesday at a quarter past ten works for me. Could you send me the address as a text, please?',
  started_at: '2026-11-24T15:04:05.000Z',
  ended_at: '2026-11-24T15:04:09.000Z',
}));

/** Calls of a tenant that gateways hold, all at once. */
async function startCalls(ownerUrl: string, tenantId: string, count: number): Promise<string[]> {
  const owner = connectAsOwner(ownerUrl);
  const { rows } = await sql<{ id: string }>`
    WITH calls AS (
      INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status,
        voice_provider, started_at, answered_at, price_per_minute_cents)
      SELECT ${tenantId}::uuid, uuidv7(), 'CR' || n, 'inbound', '+12125550123', '+14155550100',
        'in-progress', 'openai', now(), now(), 20
      FROM generate_series(1, ${count}::integer) AS n RETURNING tenant_id, id
    )
    INSERT INTO call_sessions (tenant_id, call_id, stream_token_hash, token_expires_at, claimed_at)
    SELECT tenant_id, id, decode(md5(id::text), 'hex'), now(), now() FROM calls RETURNING call_id AS id
  `.execute(owner);
  await owner.destroy();
  return rows.map(({ id }) => id);
}

async function createWriter(system: SystemContext, ownerUrl: string): Promise<Writer> {
  const tenant = await createTenant(system.database);
  const [callId = '', ...running] = await startCalls(ownerUrl, tenant.id, CALLS_OF_A_WRITER + 1);
  return { ctx: forTenant(system, tenant), callId, running };
}

/** Each returns false when it has nothing left to write. */
const WORK: Record<string, (writer: Writer, turn: number) => Promise<boolean>> = {
  'turns of running calls': async ({ ctx, callId }, turn) => {
    await saveTranscript(ctx, callId, TURNS.slice(0, 1 + (turn % TURNS.length)));
    return true;
  },
  'events with their subscribers': async ({ ctx }, turn) => {
    const payload = { contact_id: null, phone_number: `+1${turn}`, channel: 'sms' as const };
    await withTransaction(ctx.db, (trx) =>
      recordEvent({ ...ctx, db: trx }, { tenantId: ctx.tenant.id, type: 'contact.opted_out', payload }),
    );
    return true;
  },
  'ends of calls': async ({ ctx, running }) => {
    const callId = running.pop();
    if (callId === undefined) return false;
    await completeCall(ctx, callId, { status: 'completed', endReason: 'caller_hangup', durationMs: 90_000 });
    return true;
  },
};

/** Transactions a second of all writers together. */
async function rateOf(
  work: (writer: Writer, turn: number) => Promise<boolean>,
  writers: readonly Writer[],
  seconds: number,
): Promise<number> {
  let done = 0;
  const begun = performance.now();
  const isOver = (): boolean => performance.now() - begun > seconds * 1_000;
  await Promise.all(
    writers.map(async (writer) => {
      for (let turn = 0; !isOver() && (await work(writer, turn)); turn += 1) done += 1;
    }),
  );
  return done / ((performance.now() - begun) / 1_000);
}

/** How long it takes until a process that listens hears of a turn, while nothing else goes on; in ms, the median. */
async function idleLatency({ ctx, callId }: Writer, listening: Database): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 21; turn += 1) {
    await delay(250);
    const heard = Promise.withResolvers<void>();
    const stop = listening.changes.subscribe(ctx.tenant.id, {
      onChange: () => heard.resolve(),
      onGap: () => undefined,
    });
    const begun = performance.now();
    await saveTranscript(ctx, callId, TURNS.slice(0, 1 + (turn % TURNS.length)));
    await heard.promise;
    times.push(performance.now() - begun);
    stop();
  }
  return times.toSorted((a, b) => a - b)[10] ?? Number.NaN;
}

/**
 * What many writers commit in a second on a database that keeps what it commits, while a process listens for changes: here
 * shows what makes commits wait for each other.
 */
export async function measureCommits({ writers: count, seconds }: CommitOptions): Promise<void> {
  const postgres = await startEmbeddedPostgres();
  const { connectionString } = postgres;
  await migrate(postgres);
  await migrateJobs(postgres.ownerUrl);
  const database = connectDatabase({ connectionString, maxConnections: count, connectionsPerTenant: count });
  const listening = connectDatabase({ connectionString, maxConnections: 1 });
  const jobs = await createJobQueue({ connectionString, log: silentLogger });
  try {
    const system: SystemContext = {
      ...createTestContext(database, { subscriptions: platform.subscriptions }),
      jobs,
    };
    const writers: Writer[] = [];
    for (let index = 0; index < count; index += 1) writers.push(await createWriter(system, postgres.ownerUrl));
    const [first] = writers;
    if (first === undefined) throw new RangeError('There are no writers');
    const connected = Promise.withResolvers<void>();
    listening.changes.subscribe(first.ctx.tenant.id, { onChange: () => undefined, onGap: connected.resolve });
    await connected.promise;
    for (const [name, work] of Object.entries(WORK)) {
      console.log(`${count} writers: ${(await rateOf(work, writers, seconds)).toFixed(0)} ${name} a second`);
    }
    console.log(`Of a turn another process hears after ${(await idleLatency(first, listening)).toFixed(1)} ms`);
  } finally {
    await Promise.all([jobs.close(), listening.close(), database.close()]);
    await postgres.stop();
  }
}
