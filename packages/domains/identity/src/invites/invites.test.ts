import { AppError, type ErrorKind } from '@leadlock/core/errors';
import { forTenant, type TenantContext } from '@leadlock/context/context';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type TestContext,
} from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, describe, expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, serveOperations, type OperationsServer } from '../testing/index.ts';
import { inviteUser } from './index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const password = 'a new and unusual password';
let ctx: TestContext;
let clock: ReturnType<typeof createMovableClock>;
let api: OperationsServer;
let agency: TenantContext;
let subAccountId: string;
let people = 0;
const database = await useDatabase();
beforeEach(async () => {
  clock = createMovableClock();
  ctx = createTestContext(database, { clock });
  api = await serveOperations(identityRouter, ctx);
  const tenant = await createTenant(database, { tenant_type: 'agency', plan: 'agency', name: 'Pixel' });
  agency = forTenant(ctx, tenant);
  subAccountId = (await createTenant(database, { parent_tenant_id: tenant.id, name: 'Harbor Plumbing' })).id;
  return () => api.close();
});

const newEmail = () => `invited-${++people}@example.com`;
const accept = (token: string, changes: Record<string, unknown> = {}) =>
  api.request('POST', '/auth/accept-invite', { body: { token, password, ...changes } });
const refused = (kind: ErrorKind) => (error: unknown) => error instanceof AppError && error.kind === kind;

async function sentToken(): Promise<string> {
  await runIdentityJobs(ctx);
  const text = ctx.providers.email.sent.at(-1)?.text ?? '';
  return /https:\/\/app\.example\.com\/accept-invite\?token=(\S+)/.exec(text)?.[1] ?? '';
}

test('an agency invites the owner of a sub-account under its brand, who is signed in by accepting', async () => {
  await database.system
    .insertInto('branding')
    .values({
      tenant_id: agency.tenant.id,
      company_name: 'Pixel Voice',
      logo_key: 'branding/x/logo.png',
      primary_color: '#112233',
    })
    .execute();
  const email = newEmail();
  await inviteUser(agency, { email, role: 'owner', tenantId: subAccountId });
  const token = await sentToken();
  const [mail] = ctx.providers.email.sent;
  expect(mail).toMatchObject({ to: email, fromName: 'Pixel Voice', subject: 'You’re invited to Harbor Plumbing' });
  expect(mail?.html).toContain('src="https://api.example.com/files/branding/x/logo.png"');
  expect(mail?.html).toContain('background:#112233');

  const accepted = await accept(token);
  expect(accepted).toMatchObject({ status: 200, body: { user: { email, role: 'owner', tenant_id: subAccountId } } });
  const { access_token } = accepted.body as { access_token: string };
  expect(await api.request('GET', '/auth/me', { token: access_token })).toMatchObject({ status: 200 });
  expect(await api.request('POST', '/auth/login', { body: { email, password } })).toMatchObject({ status: 200 });
  expect(await accept(token)).toMatchObject({ status: 400 });
});

test('of many acceptances at once exactly one wins', async () => {
  await inviteUser(agency, { email: newEmail(), role: 'member', tenantId: agency.tenant.id });
  const token = await sentToken();
  const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400, 400, 400, 400]);
});

test('an invitation holds for 7 days, until the next one, and while its account is there', async () => {
  const email = newEmail();
  const invite = { email, role: 'member', tenantId: subAccountId } as const;
  await inviteUser(agency, invite);
  const first = await sentToken();
  await expect(inviteUser(agency, invite)).rejects.toSatisfy(refused('rate_limited'));
  clock.advance(60_000);
  await inviteUser(agency, invite);
  const second = await sentToken();
  expect(await accept(first)).toMatchObject({
    status: 400,
    body: { detail: 'This invitation is invalid or has expired' },
  });
  clock.advance(7 * DAY_MS);
  expect(await accept(second)).toMatchObject({ status: 400 });
  await inviteUser(agency, invite);
  const third = await sentToken();
  await database.system.updateTable('tenants').set({ is_active: false }).where('id', '=', subAccountId).execute();
  expect(await accept(third)).toMatchObject({ status: 400 });
  expect(await accept('unknown')).toMatchObject({ status: 400 });
});

test('an invitation to a sub-account holds while its agency is there', async () => {
  await inviteUser(agency, { email: newEmail(), role: 'member', tenantId: subAccountId });
  const token = await sentToken();
  const setActive = (is_active: boolean) =>
    database.system.updateTable('tenants').set({ is_active }).where('id', '=', agency.tenant.id).execute();
  await setActive(false);
  expect(await accept(token)).toMatchObject({ status: 400 });
  await setActive(true);
  expect(await accept(token)).toMatchObject({ status: 200 });
});

test('whether somebody has an account shows to them alone', async () => {
  const known = await createUser(database, await createTenant(database));
  const answers = [];
  for (const email of [known.email, newEmail()]) {
    const { id: _, email: __, ...answer } = await inviteUser(agency, { email, role: 'member', tenantId: subAccountId });
    answers.push({ answer, jobs: ctx.jobs.enqueued.map(({ name }) => name) });
    await runIdentityJobs(ctx);
  }
  expect(answers[0]).toEqual(answers[1]);
  const [toKnown, toNew] = ctx.providers.email.sent;
  expect(toKnown?.subject).toBe(toNew?.subject);
  expect(toKnown?.text).toContain('already belongs to another account');
  expect(toKnown?.text).not.toContain('token=');
  expect(toNew?.text).toContain('token=');
});

test('an account and its sub-accounts send few invitations a day, withdrawn ones included', async () => {
  const pro = forTenant(ctx, await createTenant(database, { tenant_type: 'agency', plan: 'pro' }));
  const client = await createTenant(database, { parent_tenant_id: pro.tenant.id, plan: 'pro' });
  const invite = (tenantId: string, email = newEmail()) => inviteUser(pro, { email, role: 'member', tenantId });
  for (let sent = 0; sent < 30; sent++) {
    const { id } = await invite(sent % 2 ? client.id : pro.tenant.id);
    await database.system.updateTable('invites').set({ revoked_at: clock.now() }).where('id', '=', id).execute();
  }
  await expect(invite(pro.tenant.id)).rejects.toSatisfy(refused('rate_limited'));
  const fromClient = forTenant(ctx, client);
  await expect(inviteUser(fromClient, { email: newEmail(), role: 'member', tenantId: client.id })).rejects.toSatisfy(
    refused('rate_limited'),
  );
  clock.advance(DAY_MS);
  await invite(pro.tenant.id);
});

test('an address gets few invitations a day, whoever sends them', async () => {
  const email = newEmail();
  const inviteFromNewAgency = async () => {
    const other = forTenant(ctx, await createTenant(database, { tenant_type: 'agency', plan: 'agency' }));
    return inviteUser(other, { email, role: 'member', tenantId: other.tenant.id });
  };
  for (let sent = 0; sent < 5; sent++) await inviteFromNewAgency();
  await expect(inviteFromNewAgency()).rejects.toSatisfy(refused('rate_limited'));
});

test('a name from before names were checked breaks no header and becomes no link', async () => {
  const name = 'Account locked\r\nBcc: all@example.com, open https://evil.example/login or evil.com now';
  await database.system
    .updateTable('tenants')
    .set({ name })
    .where('id', 'in', [agency.tenant.id, subAccountId])
    .execute();
  await inviteUser(agency, { email: newEmail(), role: 'member', tenantId: subAccountId });
  await runIdentityJobs(ctx);
  const [mail] = ctx.providers.email.sent;
  const ours = (mail?.text ?? '').replaceAll(/https:\/\/app\.example\.com\S*/g, '');
  for (const text of [mail?.subject ?? '', mail?.fromName ?? '']) expect(text).not.toMatch(/[\r\n]/);
  for (const text of [mail?.subject, mail?.fromName, ours]) expect(text).not.toMatch(/https?:\/\/|evil\.(com|example)/);
});

test('somebody who belongs to the account is not invited, and nobody accepts once they have an account', async () => {
  const known = await createUser(database, { id: subAccountId });
  const invite = { email: known.email, role: 'member', tenantId: subAccountId } as const;
  await expect(inviteUser(agency, invite)).rejects.toSatisfy(refused('conflict'));
  const email = newEmail();
  await inviteUser(agency, { email, role: 'member', tenantId: subAccountId });
  const token = await sentToken();
  await createUser(database, agency.tenant, { email });
  expect(await accept(token)).toMatchObject({ status: 409 });
});

test('nobody invites to somebody else’s account', async () => {
  const other = await createTenant(database);
  for (const ctxOfOther of [agency, forTenant(ctx, { ...agency.tenant, id: other.id })]) {
    const tenantId = ctxOfOther === agency ? other.id : subAccountId;
    await expect(inviteUser(ctxOfOther, { email: newEmail(), role: 'owner', tenantId })).rejects.toSatisfy(
      refused('not_found'),
    );
  }
});

test('open invitations count towards the team, also when many are sent at once', async () => {
  const starter = forTenant(ctx, await createTenant(database));
  await createUser(database, starter.tenant);
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      inviteUser(starter, { email: newEmail(), role: 'member', tenantId: starter.tenant.id }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  expect(errors.every(refused('limit_exceeded'))).toBe(true);
});

test('an invitation that is part of a larger transaction vanishes with it', async () => {
  const failure = database.system.transaction().execute(async (trx) => {
    await inviteUser(agency, { email: newEmail(), role: 'owner', tenantId: subAccountId }, trx);
    throw new Error('something else failed');
  });
  await expect(failure).rejects.toThrow('something else failed');
  const rows = await database.tenant(subAccountId).selectFrom('invites').selectAll().execute();
  expect(rows).toEqual([]);
});

test('bad input names the field', async () => {
  const field = (name: string) => ({
    status: 422,
    body: { detail: [expect.objectContaining({ loc: ['body', name] })] },
  });
  expect(await accept('x', { password: 'short' })).toMatchObject(field('password'));
  expect(await accept('x', { password: 'iloveyou' })).toMatchObject(field('password'));
  expect(await accept('')).toMatchObject(field('token'));
});

const check = (token: string) => api.mutate('invites.check', { body: { token } });
const acceptByName = (token: string, full_name?: string) =>
  api.mutate('invites.accept', { body: { token, password, full_name } });

describe('names', () => {
  const named = async (full_name: string | null) => {
    const { id } = await createUser(database, agency.tenant, { full_name });
    return forTenant(ctx, agency.tenant, { type: 'user', userId: id, role: 'owner', isSuperAdmin: false });
  };

  test('an invitation says who invites, to what, and whom', async () => {
    const email = newEmail();
    await inviteUser(await named('Ana Ruiz'), { email, fullName: 'Lee Park', role: 'member', tenantId: subAccountId });
    const token = await sentToken();
    const [mail] = ctx.providers.email.sent;
    expect(mail?.subject).toBe('Ana Ruiz invited you to Harbor Plumbing');
    expect(mail?.text).toContain('Ana Ruiz invited you to join Harbor Plumbing on Pixel.');
    expect(await check(token)).toMatchObject({
      status: 200,
      body: {
        status: 'open',
        company_name: 'Harbor Plumbing',
        email,
        full_name: 'Lee Park',
        invited_by: 'Ana Ruiz',
      },
    });
    // What was only checked holds, and who says nothing is called what they were invited as.
    expect(await acceptByName(token)).toMatchObject({ status: 200, body: { user: { full_name: 'Lee Park' } } });
  });

  test('whoever accepts says what they are called', async () => {
    await inviteUser(await named(null), { email: newEmail(), fullName: 'L', role: 'member', tenantId: subAccountId });
    const token = await sentToken();
    expect(ctx.providers.email.sent[0]?.subject).toBe('You’re invited to Harbor Plumbing');
    expect(await check(token)).toMatchObject({ body: { full_name: 'L', invited_by: null } });
    expect(await acceptByName(token, 'see https://evil.example')).toMatchObject({ status: 422 });
    expect(await acceptByName(token, ' Lee Park ')).toMatchObject({
      status: 200,
      body: { user: { full_name: 'Lee Park' } },
    });
  });

  test('over REST, an acceptance has no more fields than the reference', async () => {
    await inviteUser(agency, { email: newEmail(), role: 'member', tenantId: subAccountId });
    const accepted = await accept(await sentToken(), { full_name: 'Lee Park' });
    expect(accepted).toMatchObject({ status: 200, body: { user: { full_name: null } } });
  });
});

test('a link is found dead when it is opened: unknown, used, revoked, expired, or for an address that is taken', async () => {
  const invite = async (email = newEmail()) => {
    await inviteUser(agency, { email, role: 'member', tenantId: subAccountId });
    return { email, token: await sentToken() };
  };
  const dead = { status: 200, body: { status: 'invalid' } };
  expect(await check('unknown')).toMatchObject(dead);
  expect(await check('')).toMatchObject({ status: 422 });
  const [used, revoked, taken, late] = [await invite(), await invite(), await invite(), await invite()];
  expect(await accept(used.token)).toMatchObject({ status: 200 });
  expect(await check(used.token)).toMatchObject(dead);
  await database.system
    .updateTable('invites')
    .set({ revoked_at: clock.now() })
    .where('email', '=', revoked.email)
    .execute();
  expect(await check(revoked.token)).toMatchObject(dead);
  await createUser(database, agency.tenant, { email: taken.email });
  expect(await check(taken.token)).toMatchObject({ status: 200, body: { status: 'taken' } });
  clock.advance(7 * DAY_MS);
  expect(await check(late.token)).toMatchObject(dead);
});
