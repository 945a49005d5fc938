import { AppError, type ErrorKind } from '@leadlock/core/errors';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import jwt from 'jsonwebtoken';
import { describe, expect, test, vi } from 'vitest';
import { builtInPlans } from '../plans/index.ts';
import { verifyAccessToken } from './access-token.ts';
import { hashPassword, login, logout, refresh, signup } from './index.ts';
import { SignupRequest } from './schemas.ts';

const database = await useDatabase();

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const password = 'a long and unusual password';
let accounts = 0;
const request = (changes: Record<string, unknown> = {}) =>
  SignupRequest.parse({
    email: `owner-${++accounts}@example.com`,
    password,
    company_name: 'Bright Smile',
    tos_accepted: true,
    ...changes,
  });

const refused = (kind: ErrorKind, message: RegExp) => (error: unknown) =>
  error instanceof AppError && error.kind === kind && message.test(error.message);

const signIn = (email: string, with_: string) => login(createTestContext(database), { email, password: with_ });

describe('signing up', () => {
  test('creates a tenant on trial with its owner and signs the owner in', async () => {
    const clock = createMovableClock(new Date('2026-11-22T10:00:00Z'));
    const ctx = createTestContext(database, { clock });
    const answer = await signup(ctx, request({ email: '  Dana@Example.COM ', company_name: 'Zähne & Co.' }));
    expect(answer).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      user: { email: 'dana@example.com', role: 'owner', is_super_admin: false },
      tenant: {
        name: 'Zähne & Co.',
        slug: 'zahne-co',
        tenant_type: 'direct',
        plan: 'starter',
        tier: 'starter',
        effective_plan: 'starter',
        agent_limit: 3,
        sub_account_limit: 0,
        trial_ends_at: '2026-12-06T10:00:00.000Z',
      },
    });
    expect(verifyAccessToken(ctx, answer.access_token)).toMatchObject({
      userId: answer.user.id,
      tenantId: answer.tenant.id,
    });
    const stored = await database.system
      .selectFrom('users')
      .selectAll()
      .where('id', '=', answer.user.id)
      .executeTakeFirstOrThrow();
    expect(stored.password_hash).toMatch(/^\$argon2id\$/);
    expect(stored.tos_accepted_at).toEqual(clock.now());
  });

  test('puts an agency on the agency plan', async () => {
    const { tenant } = await signup(createTestContext(database), request({ account_type: 'agency' }));
    expect(tenant).toMatchObject({ tenant_type: 'agency', plan: 'agency', agent_limit: 25, sub_account_limit: 10 });
  });

  test('reports an unlimited plan as 999999 and follows the plans of the installation', async () => {
    const plans = { ...builtInPlans, starter: { ...builtInPlans.starter, agents: null, trial: null } };
    const ctx = createTestContext(database, { settings: { plans } });
    const { tenant } = await signup(ctx, request());
    expect(tenant).toMatchObject({ agent_limit: 999_999, trial_ends_at: null });
  });

  test('keeps slugs unique when many companies of one name sign up at once', async () => {
    const ctx = createTestContext(database);
    const answers = await Promise.all(Array.from({ length: 6 }, () => signup(ctx, request({ company_name: 'Acme!' }))));
    const slugs = answers.map((answer) => answer.tenant.slug);
    expect(new Set(slugs).size).toBe(6);
    expect(slugs).toContain('acme');
    expect(slugs.every((slug) => /^acme(-[0-9a-f]{6})?$/.test(slug))).toBe(true);
  });

  test('answers alike for an address that has an account, and leaves that one as it is', async () => {
    const ctx = createTestContext(database);
    const known = await createUser(database, await createTenant(database), { email: 'known@example.com' });
    const seen = [];
    for (const email of ['Known@Example.com', 'never-seen@example.com']) {
      const { user, tenant } = await signup(ctx, request({ email, company_name: 'Twice' }));
      const jobs = ctx.jobs.enqueued.splice(0).map(({ name, payload }) => [name, Object.keys(payload as object)]);
      const { id: _, tenant_id: __, created_at: ___, email: ____, ...rest } = user;
      seen.push({ fields: Object.keys(user), rest, type: tenant.tenant_type, jobs });
      expect(user.id).not.toBe(known.id);
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(await signIn('known@example.com', password)).not.toMatchObject({ user: { id: known.id } });
  });

  test.each(['password', 'Qwerty', 'iloveyou', '123456'])('refuses the common password %s', async (common) => {
    await expect(signup(createTestContext(database), request({ password: common }))).rejects.toSatisfy(
      (error) => error instanceof AppError && error.kind === 'validation' && error.fields?.[0]?.loc[1] === 'password',
    );
  });

  test.each([
    ['consent', { tos_accepted: false }, 'tos_accepted'],
    ['consent that was left out', { tos_accepted: undefined }, 'tos_accepted'],
    ['a long enough password', { password: '12345' }, 'password'],
    ['an address', { email: 'nobody' }, 'email'],
    ['a company', { company_name: '   ' }, 'company_name'],
    ['a known kind of account', { account_type: 'sub_account' }, 'account_type'],
  ])('needs %s', (_what, changes, field) => {
    const valid = { email: 'a@example.com', password, company_name: 'A', tos_accepted: true };
    const result = SignupRequest.safeParse({ ...valid, ...changes });
    expect(result.error?.issues.map((issue) => issue.path[0])).toEqual([field]);
  });
});

describe('logging in', () => {
  test('takes the right password, whatever the case of the address', async () => {
    const ctx = createTestContext(database);
    const account = request();
    const { user } = await signup(ctx, account);
    const answer = await login(ctx, { email: account.email, password });
    expect(answer.user).toEqual(user);
    const [first, second] = await Promise.all([
      login(ctx, { email: account.email, password }),
      login(ctx, { email: account.email, password }),
    ]);
    expect(first.refresh_token).not.toBe(second.refresh_token);
  });

  test('takes a password however a keyboard writes its letters', async () => {
    const ctx = createTestContext(database);
    for (const [set, shown] of [
      ['cr\u00e8me br\u00fbl\u00e9e', 'cre\u0300me bru\u0302le\u0301e'],
      ['cre\u0300me bru\u0302le\u0301e', 'cr\u00e8me br\u00fbl\u00e9e'],
    ] as const) {
      const account = { ...request(), password: set };
      const { user } = await signup(ctx, account);
      expect((await login(ctx, { email: account.email, password: shown })).user).toEqual(user);
    }
  });

  test('answers a wrong password, an unknown address and a user without a password alike', async () => {
    const ctx = createTestContext(database);
    const account = request();
    await signup(ctx, account);
    const invited = await createUser(database, await createTenant(database));
    const wrong = refused('unauthorized', /^Incorrect email or password$/);
    await expect(login(ctx, { email: account.email, password: 'not the password' })).rejects.toSatisfy(wrong);
    await expect(login(ctx, { email: 'unknown@example.com', password })).rejects.toSatisfy(wrong);
    await expect(login(ctx, { email: invited.email, password: '!' })).rejects.toSatisfy(wrong);
  });

  test('hashes for an unknown address, too', async () => {
    const ctx = createTestContext(database);
    const timeOf = async (work: () => Promise<unknown>) => {
      const start = process.hrtime.bigint();
      await work();
      return Number(process.hrtime.bigint() - start);
    };
    await hashPassword(password);
    await login(ctx, { email: 'warm-up@example.com', password }).catch(() => undefined);
    const hashing = Math.min(await timeOf(() => hashPassword(password)), await timeOf(() => hashPassword(password)));
    const unknown = await timeOf(() => login(ctx, { email: 'nobody@example.com', password }).catch(() => undefined));
    expect(unknown).toBeGreaterThan(hashing / 2);
  });

  test('refuses a disabled user, and says so only to who knows the password', async () => {
    const ctx = createTestContext(database);
    const account = request();
    const { user } = await signup(ctx, account);
    await database.system.updateTable('users').set({ is_active: false }).where('id', '=', user.id).execute();
    await expect(login(ctx, { email: account.email, password })).rejects.toSatisfy(refused('forbidden', /disabled/));
    await expect(login(ctx, { email: account.email, password: 'not it' })).rejects.toSatisfy(
      refused('unauthorized', /^Incorrect/),
    );
  });

  test.each([
    ['the password is being changed', { password_hash: '$argon2id$another' }],
    ['the user is being disabled', { is_active: false }],
  ])('begins no session while %s', async (_how, change) => {
    const ctx = createTestContext(database);
    const account = request();
    const { user } = await signup(ctx, account);
    const { entry } = await database.system.transaction().execute(async (trx) => {
      await trx.updateTable('users').set(change).where('id', '=', user.id).execute();
      // It sees the user as they were before, until it would begin the session.
      const entry = login(ctx, { email: account.email, password }).then(
        () => null,
        (error: unknown) => error,
      );
      await Promise.race([entry, vi.waitUntil(async () => (await blockedSessions(trx)) > 0, { timeout: 20_000 })]);
      return { entry };
    });
    expect(await entry).toSatisfy(refused('unauthorized', /^Incorrect/));
  });
});

describe('refreshing', () => {
  const invalid = refused('unauthorized', /^Invalid refresh token$/);

  async function signedUp() {
    const clock = createMovableClock();
    const ctx = createTestContext(database, { clock });
    return { clock, ctx, answer: await signup(ctx, request()) };
  }

  test('gives new tokens of the same session and stores no token in the clear', async () => {
    const { ctx, clock, answer } = await signedUp();
    clock.advance(HOUR_MS);
    const next = await refresh(ctx, answer);
    expect(next.user).toEqual(answer.user);
    expect(next.refresh_token).not.toBe(answer.refresh_token);
    expect(verifyAccessToken(ctx, next.access_token).sessionId).toBe(
      jwt.decode(answer.access_token, { json: true })?.['sid'],
    );
    const rows = await database.system
      .selectFrom('refresh_tokens')
      .selectAll()
      .where('user_id', '=', answer.user.id)
      .execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows.map((row) => row.token_hash.toString('utf8')))).not.toContain(next.refresh_token);
  });

  test('refuses a token that was used, and ends its whole session', async () => {
    const { ctx, clock, answer } = await signedUp();
    const next = await refresh(ctx, answer);
    clock.advance(10_000);
    await expect(refresh(ctx, answer)).rejects.toSatisfy(invalid);
    await expect(refresh(ctx, next)).rejects.toSatisfy(invalid);
  });

  test('of 50 exchanges at once lets exactly one through, whose session goes on', async () => {
    const { ctx, clock, answer } = await signedUp();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => refresh(ctx, answer)));
    const winners = results.filter((result) => result.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    clock.advance(9_999);
    await expect(refresh(ctx, answer)).rejects.toSatisfy(invalid);
    await expect(refresh(ctx, winners[0]?.value ?? answer)).resolves.toMatchObject({ token_type: 'bearer' });
  });

  test('refuses an expired token, an unknown one and a disabled user', async () => {
    const { ctx, clock, answer } = await signedUp();
    await expect(refresh(ctx, { refresh_token: 'unknown' })).rejects.toSatisfy(invalid);
    clock.advance(30 * DAY_MS);
    await expect(refresh(ctx, answer)).rejects.toSatisfy(invalid);

    const other = await signedUp();
    await database.system
      .updateTable('users')
      .set({ is_active: false })
      .where('id', '=', other.answer.user.id)
      .execute();
    await expect(refresh(other.ctx, other.answer)).rejects.toSatisfy(invalid);
  });

  test('that runs while the user logs out leaves no token behind', async () => {
    const { ctx, answer } = await signedUp();
    const { renewal, goodbye } = await database.system.transaction().execute(async (trx) => {
      // The next token refers to its user, so the renewal stops half-way, and the log-out overtakes it if it can.
      await trx.selectFrom('users').select('id').where('id', '=', answer.user.id).forUpdate().execute();
      const renewal = refresh(ctx, answer);
      await expect.poll(() => blockedSessions(trx), { timeout: 20_000 }).toBe(1);
      const goodbye = logout(ctx, verifyAccessToken(ctx, answer.access_token));
      await expect.poll(() => blockedSessions(trx), { timeout: 20_000 }).toBe(2);
      return { renewal, goodbye };
    });
    const next = await renewal;
    await goodbye;
    await expect(refresh(ctx, next)).rejects.toSatisfy(invalid);
  });

  test('stops after logging out, on that device only', async () => {
    const { ctx } = await signedUp();
    const account = request();
    const phone = await signup(ctx, account);
    const laptop = await login(ctx, { email: account.email, password });
    await logout(ctx, verifyAccessToken(ctx, phone.access_token));
    await expect(refresh(ctx, phone)).rejects.toSatisfy(invalid);
    await expect(refresh(ctx, laptop)).resolves.toMatchObject({ user: { id: phone.user.id } });
  });
});

describe('an access token', () => {
  const claims = {
    userId: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b01',
    tenantId: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00',
    sessionId: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b02',
  };
  const payload = { sub: claims.userId, tid: claims.tenantId, sid: claims.sessionId };
  const signed = { issuer: 'leadlock', audience: 'leadlock-api', expiresIn: '1h' } as const;

  test('holds for an hour', async () => {
    const clock = createMovableClock();
    const ctx = createTestContext(database, { clock });
    const { access_token } = await signup(ctx, request());
    clock.advance(HOUR_MS - 1000);
    expect(verifyAccessToken(ctx, access_token).userId).toBeTypeOf('string');
    clock.advance(1000);
    expect(() => verifyAccessToken(ctx, access_token)).toThrow('Token has expired');
  });

  test('is refused with another secret, algorithm, issuer or audience, or without the claims', () => {
    const ctx = createTestContext(database);
    const secret = ctx.settings.jwtSecret;
    expect(verifyAccessToken(ctx, jwt.sign(payload, secret, signed))).toEqual(claims);
    for (const forged of [
      jwt.sign(payload, 'another secret', signed),
      jwt.sign(payload, secret, { ...signed, algorithm: 'HS512' }),
      jwt.sign(payload, '', { ...signed, algorithm: 'none' }),
      jwt.sign(payload, secret, { ...signed, issuer: 'somebody' }),
      jwt.sign(payload, secret, { ...signed, audience: 'something' }),
      jwt.sign({ sub: claims.userId }, secret, signed),
      'no.token.at-all',
    ]) {
      expect(() => verifyAccessToken(ctx, forged)).toThrow('Invalid token');
    }
  });
});
