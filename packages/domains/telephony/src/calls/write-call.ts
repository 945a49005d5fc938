import { announceChange } from '@leadlock/db/announcements';
import type { Db, DB } from '@leadlock/db/client';
import type { Insertable, UpdateObject } from 'kysely';

/**
 * What those who watch calls are shown is written here and nowhere else, so that all of it is announced to them. The other
 * columns of a call, which are about its recording and what the carrier counts, are written where they belong.
 */
export async function insertCall(trx: Db, call: Insertable<DB['call_logs']>): Promise<void> {
  await trx.insertInto('call_logs').values(call).execute();
  announceCall(trx, { tenantId: call.tenant_id, callId: call.id }, 'call');
}

export interface CallKey {
  tenantId: string;
  callId: string;
}

/** Changes a call that is there and locked: its status, its end. */
export async function updateCall(
  trx: Db,
  { tenantId, callId }: CallKey,
  changes: UpdateObject<DB, 'call_logs'>,
): Promise<void> {
  await trx.updateTable('call_logs').set(changes).where('tenant_id', '=', tenantId).where('id', '=', callId).execute();
  announceCall(trx, { tenantId, callId }, 'call');
}

/** Keeps what was said so far in a call that runs, in its session. A call that is over has none, and nothing happens. */
export async function updateTranscript(db: Db, { tenantId, callId }: CallKey, transcript: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('call_sessions')
    .set({ transcript })
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', callId)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) announceCall(db, { tenantId, callId }, 'transcript');
}

const announceCall = (db: Db, { tenantId, callId }: CallKey, part: 'call' | 'transcript'): void =>
  announceChange(db, { table: 'call_logs', tenant_id: tenantId, id: callId, part });
