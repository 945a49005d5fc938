import { createHash } from 'node:crypto';
import { newId, newToken } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

const DAY_MS = 24 * 60 * 60 * 1000;
const REFRESH_TOKEN_DAYS = 30;

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The tokens that one log-in led to, each following the one before. */
export interface TokenFamily {
  tenantId: string;
  userId: string;
  familyId: string;
  /** When the session is over however often it is renewed; null: it goes on for as long as somebody renews it. */
  endsAt: Date | null;
}

const earlier = (date: Date, limit: Date | null): Date => (limit !== null && limit < date ? limit : date);

/** Stores the next token of a family and returns it; only its hash is kept. */
export async function issueRefreshToken(db: Db, family: TokenFamily, now: Date): Promise<string> {
  const token = newToken();
  await db
    .insertInto('refresh_tokens')
    .values({
      tenant_id: family.tenantId,
      id: newId(),
      user_id: family.userId,
      family_id: family.familyId,
      token_hash: hashToken(token),
      created_at: now,
      expires_at: earlier(new Date(now.getTime() + REFRESH_TOKEN_DAYS * DAY_MS), family.endsAt),
      session_ends_at: family.endsAt,
    })
    .execute();
  return token;
}

/** The family of a token, whatever has become of it. */
export async function findTokenFamily(db: Db, token: string): Promise<TokenFamily | null> {
  const row = await db
    .selectFrom('refresh_tokens')
    .select(['tenant_id', 'user_id', 'family_id', 'session_ends_at'])
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row) return null;
  return { tenantId: row.tenant_id, userId: row.user_id, familyId: row.family_id, endsAt: row.session_ends_at };
}

/** Until the transaction ends nobody else spends or revokes tokens of this family, so that no new one slips by. */
export async function lockFamily(trx: Db, familyId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${familyId}, 0))`.execute(trx);
}

export type SpentToken = { spent: true } | { spent: false; usedAt: Date | null };

/** Uses a token up, if it still can be used. The family must be locked. */
export async function spendRefreshToken(trx: Db, token: string, now: Date): Promise<SpentToken> {
  const tokenHash = hashToken(token);
  const spent = await trx
    .updateTable('refresh_tokens')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  if (spent) return { spent: true };
  const row = await trx
    .selectFrom('refresh_tokens')
    .select('used_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return { spent: false, usedAt: row?.used_at ?? null };
}

/** Ends a session: neither its refresh tokens nor its access tokens hold any more. The family must be locked. */
export async function revokeFamily(trx: Db, tenantId: string, familyId: string, now: Date): Promise<void> {
  await trx
    .updateTable('refresh_tokens')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenantId)
    .where('family_id', '=', familyId)
    .where('revoked_at', 'is', null)
    .execute();
}
