import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@leadlock/core/ids';
import { sql, type Kysely } from 'kysely';
import { connectDatabase } from '../client.ts';

export const TENANTS = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
const AGENT = '01900000-0000-7000-8000-000000000003';

/** Makes ids of a time, as `newId` does now. */
export const ID_FROM_TIME = sql`
  CREATE FUNCTION gen_old_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
      || '8' || substr(md5(random()::text), 1, 15))::uuid $$`;

/** An agency with a sub-account, and calls of theirs with all that calls leave behind, of the last hundred days. */
export async function fillOldDatabase<DB>(db: Kysely<DB>, calls: number): Promise<void> {
  const [agency = '', client = ''] = TENANTS;
  await sql`INSERT INTO tenants (id, name, slug, tenant_type, plan, parent_tenant_id) VALUES
    (${agency}, 'A', 'a', 'agency', 'pro', NULL), (${client}, 'B', 'b', 'sub_account', 'pro', ${agency})`.execute(db);
  await sql`INSERT INTO agents (tenant_id, id, name, settings)
    SELECT id, ${AGENT}::uuid, 'Ada', '{}' FROM tenants`.execute(db);
  await sql`
    INSERT INTO call_logs (tenant_id, id, agent_id, twilio_call_sid, direction, from_number, to_number, status, started_at,
      ended_at, duration_seconds, appointment_booked)
    SELECT (${TENANTS}::uuid[])[1 + n % 2], ${idAt(sql`n`)}, ${AGENT}, 'CA' || md5(n::text), 'inbound', '+1', '+2',
      'completed', ${timeOf(sql`n`)}, ${timeOf(sql`n`)}, 60, n % 3 = 0
    FROM generate_series(1, ${calls}) AS n`.execute(db);
  await sql`
    INSERT INTO usage_records (tenant_id, id, kind, call_id, provider, direction, quantity, unit, revenue_cents, occurred_at)
    SELECT tenant_id, gen_old_id(started_at), 'voice', id, 'xai', direction, 1, 'minute', 20, started_at FROM call_logs
  `.execute(db);
  await sql`
    INSERT INTO events (tenant_id, id, type, payload, actor, occurred_at)
    SELECT tenant_id, gen_old_id(started_at), 'call.completed', '{}', '{}', started_at FROM call_logs`.execute(db);
  await sql`
    INSERT INTO webhook_deliveries (tenant_id, id, event_id, event_type, status)
    SELECT tenant_id, id, id, type, 'delivered' FROM events`.execute(db);
  await sql`
    INSERT INTO messages (tenant_id, id, call_id, direction, from_number, to_number, body, status)
    SELECT tenant_id, gen_old_id(started_at), id, 'outbound', '+1', '+2', 'Hi', 'sent' FROM call_logs`.execute(db);
  await sql`
    INSERT INTO tool_executions (tenant_id, call_id, tool_call_id, arguments_hash, name, arguments)
    SELECT tenant_id, id, 'one', 'x', 'send_sms', '{}' FROM call_logs`.execute(db);
}

const timeOf = (n: ReturnType<typeof sql>) =>
  sql`now() - interval '100 days' * random() - ${n} * interval '1 microsecond'`;
const idAt = (n: ReturnType<typeof sql>) => sql`gen_old_id(${timeOf(n)})`;

/** What a product of the version before goes on doing. */
export interface BusyProduct {
  /** An inbound call could not be entered, as happens once `call_logs` is partitioned; before that it fails. */
  untilRefused(): Promise<void>;
  /** Ends what is begun, and says how many calls there were. What failed fails here. */
  stop(): Promise<number>;
}

/** Between two calls, so that there are moments in which nobody is at a table, as there are in any product. */
const PAUSE_MS = 50;

/** Told how long a statement or a transaction took, in ms. */
export type OnStep = (name: string, milliseconds: number) => void;

/** Holds calls and reads them, over and over. */
export function keepBusy(connectionString: string, onStep: OnStep = () => undefined): BusyProduct {
  const database = connectDatabase({ connectionString });
  let calls = 0;
  const refused = Promise.withResolvers<void>();
  const ending = new AbortController();

  async function step(name: string, work: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    await work();
    onStep(name, performance.now() - start);
  }

  async function holdCall(tenantId: string, direction: 'inbound' | 'outbound'): Promise<void> {
    const id = newId();
    const db = database.tenant(tenantId);
    const entering = step('enters a call', () =>
      db.transaction().execute(async (trx) => {
        // Twilio may tell of an inbound call twice.
        const unlessKnown = direction === 'inbound' ? sql`ON CONFLICT (tenant_id, twilio_call_sid) DO NOTHING` : sql``;
        await sql`INSERT INTO call_logs (tenant_id, id, agent_id, twilio_call_sid, direction, from_number, to_number, status, started_at)
          VALUES (${tenantId}, ${id}, ${AGENT}, ${`CA${id}`}, ${direction}, '+1', '+2', 'ringing', now()) ${unlessKnown}`.execute(
          trx,
        );
        await sql`INSERT INTO call_sessions (tenant_id, call_id, stream_token_hash, token_expires_at)
          VALUES (${tenantId}, ${id}, ${Buffer.from(id)}, now())`.execute(trx);
      }),
    );
    if (!(await isEntered(entering))) return;
    await step('writes a transcript', () =>
      sql`UPDATE call_logs SET transcript = '[{"text":"Hi"}]', status = 'in-progress'
        WHERE tenant_id = ${tenantId} AND id = ${id}`.execute(db),
    );
    await step('runs a tool', () =>
      sql`INSERT INTO tool_executions (tenant_id, call_id, tool_call_id, arguments_hash, name, arguments)
        VALUES (${tenantId}, ${id}, 'one', 'x', 'send_sms', '{}')`.execute(db),
    );
    await step('sends a message', () =>
      sql`INSERT INTO messages (tenant_id, id, call_id, direction, from_number, to_number, body, status)
        VALUES (${tenantId}, ${newId()}, ${id}, 'outbound', '+1', '+2', 'Hi', 'sent')`.execute(db),
    );
    await step('ends a call', () =>
      db.transaction().execute(async (trx) => {
        await sql`UPDATE call_logs SET status = 'completed', ended_at = now(), duration_seconds = 60
          WHERE tenant_id = ${tenantId} AND id = ${id}`.execute(trx);
        await sql`DELETE FROM call_sessions WHERE tenant_id = ${tenantId} AND call_id = ${id}`.execute(trx);
        await sql`INSERT INTO usage_records (tenant_id, id, kind, call_id, provider, direction, quantity, unit, revenue_cents, occurred_at)
          VALUES (${tenantId}, ${newId()}, 'voice', ${id}, 'xai', ${direction}, 1, 'minute', 20, now())`.execute(trx);
        await sql`INSERT INTO events (tenant_id, id, type, payload, actor)
          VALUES (${tenantId}, ${newId()}, 'call.completed', '{}', '{}')`.execute(trx);
      }),
    );
    // Known after the usage was written, it is counted by a function that was compiled for the table as it was.
    await step('books an appointment', () =>
      sql`UPDATE call_logs SET appointment_booked = true WHERE tenant_id = ${tenantId} AND id = ${id}`.execute(db),
    );
    calls += 1;
  }

  async function holdCalls(tenantId: string): Promise<void> {
    await holdCall(tenantId, 'inbound');
    await delay(PAUSE_MS);
    await holdCall(tenantId, 'outbound');
  }

  /** The one thing that the version before cannot do any more once calls are partitioned. */
  async function isEntered(entering: Promise<void>): Promise<boolean> {
    try {
      await entering;
      return true;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('matching the ON CONFLICT specification')) throw error;
      const { rows } = await sql`
        SELECT FROM pg_class WHERE oid = 'public.call_logs'::regclass AND relkind = 'p'`.execute(database.system);
      if (rows.length === 0) throw error;
      refused.resolve();
      return false;
    }
  }

  async function readCalls(tenantId: string): Promise<void> {
    await step('lists calls', () =>
      sql`SELECT id, status, transcript FROM call_logs WHERE tenant_id = ${tenantId}
        ORDER BY started_at DESC, id DESC LIMIT 20`.execute(database.tenant(tenantId)),
    );
    await step('lists usage', () =>
      sql`SELECT call_logs.id FROM usage_records JOIN call_logs ON call_logs.tenant_id = usage_records.tenant_id
        AND call_logs.id = call_id WHERE usage_records.tenant_id = ${tenantId} ORDER BY occurred_at DESC LIMIT 20
      `.execute(database.system),
    );
    await step('lists events', () =>
      sql`SELECT id, type FROM events WHERE tenant_id = ${tenantId} ORDER BY occurred_at DESC, id DESC LIMIT 20
      `.execute(database.tenant(tenantId)),
    );
    await step('reads the account', () =>
      sql`SELECT id, plan FROM tenants WHERE id = ${tenantId}`.execute(database.system),
    );
  }

  const untilStopped = async (work: (tenantId: string) => Promise<void>, tenantId: string): Promise<void> => {
    while (!ending.signal.aborted) {
      await work(tenantId);
      await delay(PAUSE_MS);
    }
  };
  const work = Promise.all(
    TENANTS.flatMap((tenantId) => [untilStopped(holdCalls, tenantId), untilStopped(readCalls, tenantId)]),
  );
  work.catch(() => undefined);
  return {
    async untilRefused() {
      await Promise.race([refused.promise, work]);
    },
    async stop() {
      ending.abort();
      try {
        await work;
      } finally {
        await database.close();
      }
      return calls;
    },
  };
}
