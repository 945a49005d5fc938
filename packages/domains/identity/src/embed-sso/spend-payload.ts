import { createHash } from 'node:crypto';
import { unauthorized } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { saltOf } from './openssl-salted.ts';

/** GHL gives a page that is loaded again the same payload for a while. */
const LIFETIME_MS = 5 * 60 * 1000;

/**
 * Takes note of a payload. They carry no time, so one is good for five minutes from when it was shown first: a copy from a
 * log or a browser's memory opens nothing later.
 * @throws unauthorized after that
 */
export async function spendPayload(trx: Db, payload: string, now: Date): Promise<void> {
  const salt_hash = createHash('sha256').update(saltOf(payload)).digest();
  const first = await trx
    .insertInto('spent_sso_payloads')
    .values({ salt_hash, first_used_at: now })
    // Changes nothing, and so waits for and returns the row that is there.
    .onConflict((oc) => oc.column('salt_hash').doUpdateSet({ salt_hash }))
    .returning('first_used_at')
    .executeTakeFirstOrThrow();
  if (now.getTime() - first.first_used_at.getTime() < LIFETIME_MS) return;
  throw unauthorized('This SSO payload has expired. Reload the page.');
}
