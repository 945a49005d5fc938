import { AppError, unauthorized } from '@leadlock/core/errors';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateMe } from '../me/update-me.ts';
import { resetPassword } from '../password-reset/index.ts';
import { hashOneTimeToken } from './one-time-token.ts';
import { hashPassword, issueTokens, login } from './index.ts';
import { forgetAttempts, throttleLogin } from './login-throttle.ts';
import { verifyAccessToken } from './access-token.ts';
import { hasAddressToThemselves } from './users-by-address.ts';
import { newId } from '@leadlock/core/ids';

const password = 'a long and unusual password';
const OFFICE = '198.51.100.7';
let passwordHash: string;
let clock: ReturnType<typeof createMovableClock>;
let ctx: ReturnType<typeof createTestContext>;
let email: string;
/** The password of the account by now. */
let current: string;
let user: Awaited<ReturnType<typeof createUser>>;
const database = await useDatabase();
beforeAll(async () => {
  passwordHash = await hashPassword(password);
});
beforeEach(async () => {
  clock = createMovableClock();
  ctx = createTestContext(database, { clock });
  user = await createUser(database, await createTenant(database), { password_hash: passwordHash });
  ({ email } = user);
  current = password;
});

/** How an attempt ended: with tokens, refused as wrong, or as too many with the seconds to wait. */
async function attempt(ip: string, given = 'not the password', address = email): Promise<'in' | 'wrong' | number> {
  try {
    // Hashing is what takes long; that a log-in is judged here is tried over HTTP (apps/api/test/limits.test.ts).
    await throttleLogin(
      ctx,
      { email: address, ip },
      async () => {
        if (address !== email || given !== current) throw unauthorized('Incorrect email or password');
      },
      () => Promise.resolve(true),
    );
    return 'in';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.kind === 'rate_limited' ? (error.retryAfterSeconds ?? 0) : 'wrong';
  }
}
const stranger = (number: number) => `203.0.${Math.floor(number / 256)}.${number % 256}`;
const attack = async (times: number, address = email) => {
  const ends = [];
  for (let number = 0; number < times; number++) ends.push(await attempt(stranger(number), 'guess', address));
  return ends;
};
const judged = (ends: unknown[]) => ends.filter((end) => end === 'wrong').length;

describe('an account that is guessed at from many addresses', () => {
  it('has ten guesses judged, and the next after waits that grow', async () => {
    const ends = await attack(120);
    expect(judged(ends)).toBe(10);
    expect(ends.slice(10)).toEqual(Array.from({ length: 110 }, () => 30));
    const waits = [];
    for (let count = 0; count < 7; count++) {
      const wait = await attempt('203.0.113.1');
      waits.push(wait);
      clock.advance(Number(wait) * 1000);
      expect(await attempt('203.0.113.2')).toBe('wrong');
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });

  it('has no more judged when they come at once', async () => {
    const ends = await Promise.all(Array.from({ length: 40 }, (_, number) => attempt(stranger(number))));
    expect(judged(ends)).toBe(10);
  });

  it('is treated as an address without an account', async () => {
    const of = await attack(20);
    expect(await attack(20, 'nobody@example.com')).toEqual(of);
  });

  it('lets its owner in from a network they know, and nobody else', async () => {
    expect(await attempt(OFFICE, password)).toBe('in');
    await attack(30);
    expect(await attempt(OFFICE, password)).toBe('in');
    expect(await attempt(stranger(500), password)).toBe(30);
    // The network's own allowance is as large, and starts anew with every success.
    for (let count = 0; count < 9; count++) expect(await attempt(OFFICE)).toBe('wrong');
    expect(await attempt(OFFICE, password)).toBe('in');
    for (let count = 0; count < 10; count++) expect(await attempt(OFFICE)).toBe('wrong');
    expect(await attempt(OFFICE, password)).toBe(30);
  });

  it('knows a network of IPv6 by its first half', async () => {
    expect(await attempt('2001:db8:1:2::1', password)).toBe('in');
    await attack(30);
    expect(await attempt('2001:db8:1:2:ffff::9', password)).toBe('in');
    expect(await attempt('2001:db8:1:3::1', password)).toBe(30);
  });

  it('is open again with a new password, for who chose it', async () => {
    await attack(30);
    const token = 'a-token';
    await database.system
      .insertInto('password_reset_tokens')
      .values({
        tenant_id: user.tenant_id,
        id: newId(),
        user_id: user.id,
        created_at: clock.now(),
        token_hash: hashOneTimeToken(token),
        expires_at: new Date(clock.now().getTime() + 60_000),
      })
      .execute();
    const chosen = 'another long and unusual one';
    current = chosen;
    await resetPassword(ctx, { token, new_password: chosen }, { requestId: 'r', ip: OFFICE });
    await attack(30);
    expect(await attempt(OFFICE, chosen)).toBe('in');
  });

  it('begins anew after a day of quiet', async () => {
    await attack(30);
    clock.advance(86_400_001);
    expect(judged(await attack(30))).toBe(10);
  });
});

it('a success from somewhere new forgets what failed before', async () => {
  expect(await attack(9)).toHaveLength(9);
  expect(await attempt('192.0.2.9', password)).toBe('in');
  expect(judged(await attack(12))).toBe(10);
});

describe('somebody else who signed up with the address', () => {
  /** What the log-in's route does. */
  const logIn = async (ip: string, given: string): Promise<'in' | 'wrong' | number> => {
    const input = { email, password: given };
    const isOwn = ({ user: { id } }: { user: { id: string } }) => hasAddressToThemselves(database.system, id);
    return throttleLogin(ctx, { email, ip }, () => login(ctx, input), isOwn).then(
      () => 'in',
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return error.kind === 'rate_limited' ? (error.retryAfterSeconds ?? 0) : 'wrong';
      },
    );
  };

  it('wins no further guesses by logging in themselves', async () => {
    const hash = await hashPassword('the stranger’s own');
    await createUser(database, await createTenant(database), { email, password_hash: hash, email_verified_at: null });
    for (let count = 0; count < 9; count++) expect(await logIn(stranger(count), 'guess')).toBe('wrong');
    expect(await logIn(OFFICE, 'the stranger’s own')).toBe('in');
    expect(await logIn(OFFICE, 'guess')).toBe(30);
    expect(await logIn(stranger(1), 'the stranger’s own')).toBe(30);
  });

  it('is no one where nobody has, so that a success of a new account forgets what failed before', async () => {
    const changes = { email_verified_at: null };
    await database.system.updateTable('users').set(changes).where('id', '=', user.id).execute();
    for (let count = 0; count < 9; count++) expect(await logIn(stranger(count), 'guess')).toBe('wrong');
    expect(await logIn(OFFICE, password)).toBe('in');
    expect(await logIn(stranger(1), 'guess')).toBe('wrong');
  });
});

it('attempts of others are counted apart', async () => {
  await attack(20);
  const other = await createUser(database, await createTenant(database), { password_hash: passwordHash });
  ({ email } = other);
  expect(await attempt(OFFICE, password)).toBe('in');
});

it('whoever holds a session cannot guess the password with it', async () => {
  const { access_token } = await issueTokens(ctx, database.system, user);
  const { sessionId } = verifyAccessToken(ctx, access_token);
  const change = (current_password: string) =>
    updateMe(
      ctx,
      { tenantId: user.tenant_id, userId: user.id, sessionId },
      { current_password, new_password: 'yet another unusual one' },
    );
  for (let count = 0; count < 10; count++) await expect(change('guess')).rejects.toMatchObject({ kind: 'validation' });
  await expect(change(password)).rejects.toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 30 });
  clock.advance(30_000);
  await expect(change(password)).resolves.toMatchObject({ user: { email } });
});

it('old attempts are forgotten, and known networks after a season', async () => {
  expect(await attempt(OFFICE, password)).toBe('in');
  await attack(3);
  const kept = async () => {
    await forgetAttempts(ctx);
    return (await database.system.selectFrom('login_attempts').select('key').execute()).length;
  };
  await database.system.deleteFrom('login_attempts').where('last_at', '<', clock.now()).execute();
  const before = await kept();
  clock.advance(86_400_001);
  expect(await kept()).toBeLessThan(before);
  await attack(30);
  expect(await attempt(OFFICE, password)).toBe('in');
  clock.advance(91 * 86_400_000);
  expect(await kept()).toBe(0);
});
