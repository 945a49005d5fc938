import { newId } from '@leadlock/core/ids';
import type { TenantContext } from '@leadlock/context/context';
import { announceChange } from '@leadlock/db/announcements';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable, Updateable } from 'kysely';

/** Blind: whoever is called has the caller at once. Warm: they are asked first, while the caller waits with the agent. */
export type TransferKind = 'blind' | 'warm';

/** How far a transfer has come, or what became of it. */
export type TransferStatus =
  /** Their phone is being called. */
  | 'calling'
  /** They are asked whether they take the call. */
  | 'asking'
  /** They said yes, and the caller is on the way to them. */
  | 'accepted'
  /** They have the caller. */
  | 'connected'
  | 'completed'
  | 'declined'
  | 'busy'
  | 'no_answer'
  /** A machine has answered. */
  | 'voicemail'
  | 'failed'
  /** The caller hung up, or their call was ended, before anybody had them. */
  | 'caller_gone';

export type Transfer = Omit<Selectable<DB['call_transfers']>, 'kind' | 'status'> & {
  kind: TransferKind;
  status: TransferStatus;
};

export interface TransferKey {
  tenantId: string;
  id: string;
}

/** Nobody has the caller yet. */
export const PENDING: readonly TransferStatus[] = ['calling', 'asking', 'accepted'];
/** Whoever is called may still say yes. */
export const UNDECIDED: readonly TransferStatus[] = ['calling', 'asking'];

export const keyOf = ({ tenant_id, id }: Pick<Transfer, 'tenant_id' | 'id'>): TransferKey => ({
  tenantId: tenant_id,
  id,
});

/** Enters a transfer that begins; null while another one of the call is under way. */
export async function beginTransfer(
  ctx: TenantContext,
  transfer: { callId: string; kind: TransferKind; name: string; number: string; reason: string | null },
): Promise<Transfer | null> {
  const entered = await ctx.db
    .insertInto('call_transfers')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      call_id: transfer.callId,
      kind: transfer.kind,
      target_name: transfer.name,
      target_number: transfer.number,
      reason: transfer.reason,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!entered) return null;
  announceChange(ctx.db, { table: 'call_logs', tenant_id: ctx.tenant.id, id: transfer.callId, part: 'call' });
  return entered as Transfer;
}

export async function findTransfer(db: Db, { tenantId, id }: TransferKey): Promise<Transfer | null> {
  const found = await db
    .selectFrom('call_transfers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (found as Transfer | undefined) ?? null;
}

/** The transfers of a call, the first one first. */
export async function findTransfersOf(db: Db, tenantId: string, callId: string): Promise<Transfer[]> {
  const found = await db
    .selectFrom('call_transfers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', callId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return found as Transfer[];
}

/**
 * Changes a transfer that is in one of these states. Webhooks come late, twice and in any order, and whoever waits gives up
 * while somebody says yes: who comes second changes nothing.
 * @returns the transfer as it is now; null where it was in another state
 */
export async function advance(
  db: Db,
  { tenantId, id }: TransferKey,
  from: readonly TransferStatus[],
  changes: Updateable<DB['call_transfers']> & { status?: TransferStatus },
): Promise<Transfer | null> {
  const changed = await db
    .updateTable('call_transfers')
    .set({ ...changes, updated_at: new Date() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst();
  if (!changed) return null;
  announceChange(db, { table: 'call_logs', tenant_id: tenantId, id: changed.call_id, part: 'call' });
  return changed as Transfer;
}
