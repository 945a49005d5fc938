import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Emails that somebody causes to be sent to an address that may not be theirs, and how many of a kind an address gets at
 * most in 24 hours.
 */
const MOST_PER_ADDRESS = {
  invitation: 5,
  password_reset: 5,
  verification: 5,
  email_change: 5,
  sign_up_notice: 2,
  notification: 20,
} as const;

export interface SolicitedEmail {
  /** Of the request, so that a job that runs again counts once. */
  id: string;
  kind: keyof typeof MOST_PER_ADDRESS;
  email: string;
  /** On whose behalf, and how many of the kind it may cause in 24 hours. */
  account?: { id: string; most: number };
}

export type Admitted = { admitted: true } | { admitted: false; by: 'address' | 'account'; retryAfterSeconds: number };

interface Limit {
  by: 'address' | 'account';
  column: 'email' | 'account_id';
  value: string;
  most: number;
}

const limitsOf = ({ kind, email, account }: SolicitedEmail): Limit[] => [
  { by: 'address', column: 'email', value: email.toLowerCase(), most: MOST_PER_ADDRESS[kind] },
  ...(account ? [{ by: 'account', column: 'account_id', value: account.id, most: account.most } as const] : []),
];

/**
 * Counts an email in, unless too many of its kind went to the address or out for the account. What was withdrawn or not
 * used since counts, too. `trx` must be a system transaction; until it ends the same address and account wait.
 */
export async function admitEmail(trx: Db, email: SolicitedEmail, now: Date): Promise<Admitted> {
  const limits = limitsOf(email);
  // The account first: whoever lets several in, in the order of their addresses, waits for nobody who waits for them.
  for (const { value } of limits.toReversed()) {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`email:${email.kind}:${value}`}, 0))`.execute(trx);
  }
  for (const { by, column, value, most } of limits) {
    // The oldest of those that fill the day: once it is a day old there is room for another.
    const filling = await trx
      .selectFrom('solicited_emails')
      .select('sent_at')
      .where('kind', '=', email.kind)
      .where(column, '=', value)
      .where('sent_at', '>', new Date(now.getTime() - DAY_MS))
      .orderBy('sent_at', 'desc')
      .offset(most - 1)
      .limit(1)
      .executeTakeFirst();
    if (filling) {
      const waitMs = filling.sent_at.getTime() + DAY_MS - now.getTime();
      return { admitted: false, by, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
    }
  }
  await trx
    .insertInto('solicited_emails')
    .values({
      id: email.id,
      kind: email.kind,
      email: email.email.toLowerCase(),
      account_id: email.account?.id ?? null,
      sent_at: now,
    })
    .onConflict((oc) => oc.column('id').doNothing())
    .execute();
  return { admitted: true };
}
