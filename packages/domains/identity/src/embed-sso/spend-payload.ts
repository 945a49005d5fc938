import { createHash } from 'node:crypto';
import { unauthorized, type AppError } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { saltOf } from './openssl-salted.ts';

/** GHL gives a page that is loaded again the same payload for a while. */
const LIFETIME_MS = 5 * 60 * 1000;

export const payloadExpired = (): AppError => unauthorized('This SSO payload has expired. Reload the page.');

/**
 * Takes note of a payload. They carry no time, so one is good for five minutes from when it was shown first: a copy from a
 * log or a browser's memory opens nothing later. They are never forgotten, for one that is would be new again. `db` is in no
 * transaction that could be taken back: a payload that was refused is spent, too.
 * @returns when it was shown first
 * @throws unauthorized when it has expired
 */
export async function spendPayload(db: Db, payload: string, now: Date): Promise<Date> {
  const salt_hash = createHash('sha256').update(saltOf(payload)).digest();
  const { first_used_at: firstUsedAt } = await db
    .insertInto('spent_sso_payloads')
    .values({ salt_hash, first_used_at: now })
    // Changes nothing, and so waits for and returns the row that is there.
    .onConflict((oc) => oc.column('salt_hash').doUpdateSet({ salt_hash }))
    .returning('first_used_at')
    .executeTakeFirstOrThrow();
  if (now.getTime() - firstUsedAt.getTime() >= LIFETIME_MS) throw payloadExpired();
  return firstUsedAt;
}
