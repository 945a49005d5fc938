import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import type { ActiveSessions } from './schemas.ts';

/** The longest running ones are shown; of more than that nobody reads a list. */
const MOST_SHOWN = 500;

/** Calls that a gateway holds, of all tenants. */
export const heldCalls = (db: Db) =>
  db
    .selectFrom('call_sessions as session')
    .innerJoin('call_logs as call', (join) =>
      join.onRef('call.tenant_id', '=', 'session.tenant_id').onRef('call.id', '=', 'session.call_id'),
    )
    .where('session.gateway_id', 'is not', null)
    .where('session.claimed_at', 'is not', null)
    .where('call.ended_at', 'is', null);

/** The calls that agents hold now, on whatever gateway. */
export async function listActiveSessions({ db }: SystemContext): Promise<ActiveSessions> {
  const { total } = await heldCalls(db)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await heldCalls(db)
    .select([
      'call.twilio_call_sid',
      'call.id',
      'call.tenant_id',
      'call.agent_id',
      'call.direction',
      'call.voice_provider',
      'call.started_at',
      'session.gateway_id',
      'session.measured_seconds',
    ])
    .orderBy('call.started_at')
    .limit(MOST_SHOWN)
    .execute();
  return {
    total,
    sessions: rows.map((row) => ({
      call_sid: row.twilio_call_sid,
      call_id: row.id,
      tenant_id: row.tenant_id,
      agent_id: row.agent_id,
      direction: row.direction,
      voice_provider: row.voice_provider,
      gateway_id: row.gateway_id ?? '',
      started_at: row.started_at.toISOString(),
      duration_seconds: row.measured_seconds ?? 0,
    })),
  };
}
