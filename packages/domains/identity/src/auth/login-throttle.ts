import { createHash } from 'node:crypto';
import type { SystemContext } from '@leadlock/context/context';
import { AppError } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { clientNetwork } from '@leadlock/trpc/client-address';
import { sql } from 'kysely';
import { requireRoomForHashing } from './passwords.ts';

/** As many are judged without a wait; a person who has forgotten a password has tried all of theirs by then. */
const FREE_ATTEMPTS = 10;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 900;
/** Doublings after which the wait is the longest. */
const DOUBLINGS = 5;
const DAY_MS = 86_400_000;
const KNOWN_DAYS = 90;

/** Who tries to log in, and from where. */
export interface LoginAttempt {
  /** As the account's address is kept: in lower case. */
  email: string;
  ip: string;
}

type Throttled = Pick<SystemContext, 'db' | 'clock'>;

const keyOf = (...parts: string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();
const accountKey = (email: string): Buffer => keyOf('account', email);
const networkKey = ({ email, ip }: LoginAttempt): Buffer => keyOf('network', email, clientNetwork(ip));

/**
 * Counts an attempt before it is judged, so that many at once are no way around it.
 * @throws rate_limited while attempts of the key have to wait
 */
async function beginAttempt({ db, clock }: Throttled, key: Buffer): Promise<void> {
  const now = clock.now();
  const yesterday = new Date(now.getTime() - DAY_MS);
  const { rows } = await sql`
    INSERT INTO login_attempts AS kept (key, attempts, last_at, open_at) VALUES (${key}, 1, ${now}, ${now})
    ON CONFLICT (key) DO UPDATE SET (attempts, last_at, open_at) = (
      SELECT attempt.number, ${now}::timestamptz, ${now}::timestamptz + CASE WHEN attempt.number < ${FREE_ATTEMPTS} THEN interval '0'
        ELSE make_interval(secs => least(
          ${LONGEST_WAIT_SECONDS},
          ${FIRST_WAIT_SECONDS} * power(2, least(attempt.number - ${FREE_ATTEMPTS}, ${DOUBLINGS}))
        )) END
      FROM (SELECT CASE WHEN kept.last_at < ${yesterday} THEN 1 ELSE kept.attempts + 1 END AS number) AS attempt
    )
    WHERE kept.open_at <= ${now}
    RETURNING key
  `.execute(db);
  if (rows.length > 0) return;
  const blocked = await db.selectFrom('login_attempts').select('open_at').where('key', '=', key).executeTakeFirst();
  const waitMs = Math.max(1, (blocked?.open_at ?? now).getTime() - now.getTime());
  throw new AppError('rate_limited', 'Too many login attempts. Try again later or reset your password.', {
    retryAfterSeconds: Math.ceil(waitMs / 1_000),
  });
}

/** Whether the account has logged in from that network before. */
async function isKnown(db: Db, key: Buffer): Promise<boolean> {
  const row = await db.selectFrom('login_attempts').select('known_since').where('key', '=', key).executeTakeFirst();
  return row !== undefined && row.known_since !== null;
}

/** The network is the account's own from here on, with an allowance that strangers cannot use up. */
async function rememberNetwork({ db, clock }: Throttled, attempt: LoginAttempt): Promise<void> {
  const now = clock.now();
  await db
    .insertInto('login_attempts')
    .values({ key: networkKey(attempt), attempts: 0, last_at: now, open_at: now, known_since: now })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        attempts: 0,
        last_at: now,
        open_at: now,
        known_since: eb.fn.coalesce('login_attempts.known_since', eb.val(now)),
      })),
    )
    .execute();
}

/** Forgets what was tried for an account: its owner has shown that it is theirs, and may log in from where they are. */
export async function openAccount(ctx: Throttled, attempt: LoginAttempt): Promise<void> {
  await ctx.db.deleteFrom('login_attempts').where('key', '=', accountKey(attempt.email)).execute();
  await rememberNetwork(ctx, attempt);
}

/**
 * Judges an attempt to log in, unless there were too many for the account lately, from wherever they came. A network that
 * the account has logged in from before has an allowance of its own, so that strangers lock nobody out of their office.
 * Addresses without an account are treated alike.
 * @param isOwn whether whoever was let in has the address to themselves. Others who claim it, as anybody may, would set back
 * the count of its owner with every log-in of their own
 * @throws rate_limited, unavailable while too many passwords are checked, and what `judge` throws
 */
export async function throttleLogin<Result>(
  ctx: Throttled,
  attempt: LoginAttempt,
  judge: () => Promise<Result>,
  isOwn: (result: Result) => Promise<boolean>,
): Promise<Result> {
  requireRoomForHashing();
  const network = networkKey(attempt);
  const known = await isKnown(ctx.db, network);
  await beginAttempt(ctx, known ? network : accountKey(attempt.email));
  const result = await judge();
  if (await isOwn(result)) await (known ? rememberNetwork(ctx, attempt) : openAccount(ctx, attempt));
  return result;
}

/** The same for somebody who is signed in and shows the password again: whoever holds their session may not guess it. */
export async function throttlePassword(
  ctx: Throttled,
  userId: string,
  judge: () => Promise<boolean>,
): Promise<boolean> {
  requireRoomForHashing();
  const key = keyOf('password', userId);
  await beginAttempt(ctx, key);
  const isRight = await judge();
  if (isRight) await ctx.db.deleteFrom('login_attempts').where('key', '=', key).execute();
  return isRight;
}

/** Forgets attempts of more than a day ago, and networks that nobody has logged in from for months. */
export async function forgetAttempts({ db, clock }: Throttled): Promise<void> {
  const daysAgo = (days: number): Date => new Date(clock.now().getTime() - days * DAY_MS);
  await db
    .deleteFrom('login_attempts')
    .where('last_at', '<', daysAgo(1))
    .where((eb) => eb.or([eb('known_since', 'is', null), eb('last_at', '<', daysAgo(KNOWN_DAYS))]))
    .execute();
}
