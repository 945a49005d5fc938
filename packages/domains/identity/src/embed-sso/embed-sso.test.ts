import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import { createLogger } from '@leadlock/observability/logger';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test, vi } from 'vitest';
import { cleanUpTokens } from '../auth/clean-up-tokens.ts';
import { issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { serveOperations, useOperations } from '../testing/index.ts';
import { decryptOpenSslSalted } from './openssl-salted.ts';

const SECRET = 'the shared secret of the app';
let tenant: { id: string };
let locationId: string;
const database = await useDatabase();
const clock = createMovableClock();
const ctx = createTestContext(database, { clock, settings: { ghlSsoSecret: SECRET } });
const api = await useOperations(identityRouter, ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  locationId = await connect(tenant);
});

async function connect(owner: { id: string }, changes: { account_id?: string; is_active?: boolean } = {}) {
  const row = {
    id: newId(),
    tenant_id: owner.id,
    provider: 'ghl',
    account_id: `loc-${newId()}`,
    sealed_credentials: 'x',
    metadata: JSON.stringify({ company_id: 'company-1' }),
    ...changes,
  };
  await database.system.insertInto('integrations').values(row).execute();
  return row.account_id;
}

/** As CryptoJS.AES.encrypt(text, secret).toString() does. */
function encrypt(text: string, secret = SECRET): string {
  const salt = randomBytes(8);
  const round = (before: Buffer) => createHash('md5').update(before).update(secret).update(salt).digest();
  const first = round(Buffer.alloc(0));
  const second = round(first);
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat([first, second]), round(second));
  return Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

const person = (changes: Record<string, unknown> = {}) => ({
  userId: `user-${newId()}`,
  companyId: 'company-1',
  role: 'user',
  type: 'location',
  userName: 'Ana Díaz',
  email: `Ana-${newId()}@Example.com`,
  activeLocation: locationId,
  ...changes,
});
const post = (payload: string) => api.request('POST', '/auth/embed-sso', { body: { payload } });
const signIn = (user: unknown) => post(encrypt(JSON.stringify(user)));
const userOf = (reply: { body: unknown }) => (reply.body as { user: { id: string; email: string; role: string } }).user;

test('opens what OpenSSL encrypted: openssl enc -aes-256-cbc -md md5 -S 0102030405060708 -pass pass:secret', () => {
  const encrypted = 'U2FsdGVkX18BAgMEBQYHCAhZExTDkuedDLs9RRIdS1I=';
  expect(decryptOpenSslSalted(encrypted, 'secret')).toBe('{"a":"ü"}');
  expect(decryptOpenSslSalted(encrypted, 'wrong')).toBeNull();
});

test('somebody new becomes a user of the tenant that connected the location, and stays that user', async () => {
  const ana = person();
  const first = await signIn(ana);
  expect(first).toMatchObject({
    status: 200,
    body: { user: { full_name: 'Ana Díaz', email: ana.email.toLowerCase(), role: 'member', tenant_id: tenant.id } },
  });
  const { access_token } = first.body as { access_token: string };
  expect(await api.request('GET', '/auth/me', { token: access_token })).toMatchObject({ status: 200 });
  expect(userOf(await signIn({ ...ana, email: 'renamed@example.com' })).id).toBe(userOf(first).id);
  const log = await database.system.selectFrom('audit_log').selectAll().where('tenant_id', '=', tenant.id).execute();
  expect(log).toMatchObject([{ operation: 'embedSso.signIn', target: { user_id: userOf(first).id } }]);
});

test('a payload opens for five minutes from its first use, however it is spelled', async () => {
  const payload = encrypt(JSON.stringify(person()));
  const bytes = Buffer.from(payload, 'base64');
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
  expect(await post(payload)).toMatchObject({ status: 200 });
  clock.advance(4 * 60_000);
  expect(await post(payload)).toMatchObject({ status: 200 });
  clock.advance(60_000);
  const expired = { status: 401, body: { detail: 'This SSO payload has expired. Reload the page.' } };
  for (const copy of [payload, payload.replaceAll('=', ''), `${payload}\n`, payload.replaceAll('+', '-')]) {
    expect(await post(copy)).toMatchObject(expired);
  }
  expect(await post(bytes.toString('base64'))).toMatchObject({ status: 401 });
  expect(await signIn(person())).toMatchObject({ status: 200 });
});

test('an expired payload opens nothing however long ago that was', async () => {
  const payload = encrypt(JSON.stringify(person()));
  expect(await post(payload)).toMatchObject({ status: 200 });
  clock.advance(400 * 86_400_000);
  await cleanUpTokens(ctx);
  expect(await post(payload)).toMatchObject({ status: 401 });
});

test('a payload that was refused expires as well', async () => {
  const ana = person();
  const { id } = userOf(await signIn(ana));
  const enable = (is_active: boolean) =>
    database.system.updateTable('users').set({ is_active }).where('id', '=', id).execute();
  await enable(false);
  const payload = encrypt(JSON.stringify(ana));
  expect(await post(payload)).toMatchObject({ status: 403 });
  await enable(true);
  clock.advance(5 * 60_000);
  expect(await post(payload)).toMatchObject({ status: 401 });
});

test('a payload from before GHL has changed a role does not undo that', async () => {
  const ana = person({ role: 'admin' });
  const asAdmin = encrypt(JSON.stringify(ana));
  expect(userOf(await post(asAdmin)).role).toBe('admin');
  clock.advance(60_000);
  const asUser = encrypt(JSON.stringify({ ...ana, role: 'user' }));
  const member = await post(asUser);
  expect(userOf(member).role).toBe('member');
  clock.advance(1_000);
  const replays = await Promise.all(Array.from({ length: 20 }, () => post(asAdmin)));
  expect(new Set(replays.map(({ status }) => status))).toEqual(new Set([401]));
  const { access_token: token } = tokensOf(member);
  expect(await api.request('GET', '/auth/me', { token })).toMatchObject({
    status: 200,
    body: { user: { role: 'member' } },
  });
  expect(userOf(await post(asUser)).role).toBe('member');
  clock.advance(1_000);
  expect(userOf(await signIn(ana)).role).toBe('admin');
  expect(await post(asUser)).toMatchObject({ status: 401 });
});

const tokensOf = (reply: { body: unknown }) => reply.body as { access_token: string; refresh_token: string };

test('a session is over after twelve hours, however often it is renewed', async () => {
  let tokens = tokensOf(await signIn(person()));
  const renew = () => api.request('POST', '/auth/refresh', { body: { refresh_token: tokens.refresh_token } });
  for (let hour = 0; hour < 11; hour++) {
    clock.advance(60 * 60_000);
    tokens = tokensOf(await renew());
  }
  clock.advance(60 * 60_000);
  expect(await renew()).toMatchObject({ status: 401 });
});

test('who is no admin any more in GHL is none here, and what they had as one stops', async () => {
  const ana = person({ role: 'admin' });
  const { access_token: token } = tokensOf(await signIn(ana));
  const { body } = await api.request('POST', '/auth/api-keys', { token, body: {} });
  const { plaintext_key: key } = body as { plaintext_key: string };
  expect(await api.request('GET', '/tenants/me', { token: key })).toMatchObject({ status: 200 });
  expect(userOf(await signIn({ ...ana, role: 'user' })).role).toBe('member');
  expect(await api.request('GET', '/auth/me', { token })).toMatchObject({ status: 401 });
  expect(await api.request('GET', '/tenants/me', { token: key })).toMatchObject({ status: 401 });
  expect(userOf(await signIn(ana)).role).toBe('admin');
});

test('a role that an owner has given here stays until GHL changes it', async () => {
  const ana = person({ role: 'admin' });
  const { id } = userOf(await signIn(ana));
  const give = (role: string) => database.system.updateTable('users').set({ role }).where('id', '=', id).execute();
  await give('member');
  expect(userOf(await signIn(ana)).role).toBe('member');
  await give('owner');
  expect(userOf(await signIn({ ...ana, role: 'user' })).role).toBe('owner');
});

test('two frames that open at once make one user', async () => {
  const ana = person({ role: 'admin' });
  const replies = await Promise.all([signIn(ana), signIn(ana), signIn(ana)]);
  expect(new Set(replies.map((reply) => userOf(reply).id)).size).toBe(1);
  expect(userOf(replies[0] ?? { body: null }).role).toBe('admin');
});

test('an address leads to a user of the tenant who is no more than the person is in GHL', async () => {
  const member = await createUser(database, tenant, { role: 'member' });
  expect(userOf(await signIn(person({ email: member.email })))).toMatchObject({ id: member.id, role: 'member' });
  const admin = await createUser(database, tenant, { role: 'admin' });
  expect(userOf(await signIn(person({ email: admin.email, role: 'admin' })))).toMatchObject({ id: admin.id });
});

test('nobody becomes an owner, a super admin or more than they are in GHL by an address', async () => {
  const account = await createTenant(database, { plan: 'pro' });
  const activeLocation = await connect(account);
  const pretend = async (victim: { email: string }, role: string) =>
    userOf(await signIn(person({ email: victim.email, role, activeLocation })));
  const stranger = { email: expect.stringMatching(/@ghl\.invalid$/) as string };
  const owner = await createUser(database, account);
  expect(await pretend(owner, 'admin')).toMatchObject({ ...stranger, role: 'admin' });
  const operator = await createUser(database, account, { role: 'member', is_super_admin: true });
  expect(await pretend(operator, 'admin')).toMatchObject(stranger);
  const admin = await createUser(database, account, { role: 'admin' });
  expect(await pretend(admin, 'user')).toMatchObject({ ...stranger, role: 'member' });
});

test('one address that comes to two tenants at once for the first time gets in at both', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, other] = [await connect(await createTenant(database)), await connect(await createTenant(database))];
    const ana = person({ activeLocation: one });
    const replies = await Promise.all([signIn(ana), signIn({ ...ana, activeLocation: other })]);
    expect(replies).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(new Set(replies.map((reply) => userOf(reply).id)).size).toBe(2);
  }
});

test('who is being disabled while they sign in does not get in', async () => {
  const ana = person();
  const { id } = userOf(await signIn(ana));
  const entry = await database.system.transaction().execute(async (trx) => {
    await trx.updateTable('users').set({ is_active: false }).where('id', '=', id).execute();
    const signingIn = signIn(ana);
    await Promise.race([signingIn, vi.waitUntil(async () => (await blockedSessions(trx)) === 1, { timeout: 20_000 })]);
    return { signingIn };
  });
  expect(await entry.signingIn).toMatchObject({ status: 403, body: { detail: 'This user is disabled' } });
});

test('who was removed stays out until they are invited again', async () => {
  const owner = (await issueTokens(ctx, ctx.db, await createUser(database, tenant))).access_token;
  const ana = person();
  const { id } = userOf(await signIn(ana));
  expect(await api.request('DELETE', `/auth/members/${id}`, { token: owner })).toMatchObject({ status: 204 });
  const refused = {
    status: 403,
    body: { detail: 'You were removed from this account. Ask its owner to invite you again.' },
  };
  expect(await signIn(ana)).toMatchObject(refused);
  expect(await signIn({ ...ana, email: `other-${newId()}@example.com` })).toMatchObject(refused);
  const invited = await createUser(database, tenant, { role: 'member', email: ana.email });
  expect(userOf(await signIn(ana)).id).toBe(invited.id);
  expect(userOf(await signIn({ ...ana, email: 'renamed-again@example.com' })).id).toBe(invited.id);
});

test('an address of another tenant leads nowhere but to a user of their own', async () => {
  const stranger = await createUser(database, await createTenant(database));
  const reply = await signIn(person({ email: stranger.email, role: 'admin' }));
  expect(reply).toMatchObject({ status: 200, body: { user: { tenant_id: tenant.id } } });
  expect(userOf(reply).email).toMatch(/@ghl\.invalid$/);
});

/** The agency of a company, whose location is connected and, if there are any, assigned to sub-accounts. */
async function connectAgency(subAccounts = 0) {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const companyId = await connect(agency, { account_id: `company-${newId()}` });
  const location = await connect(agency);
  await database.system
    .updateTable('integrations')
    .set({ metadata: JSON.stringify({ company_id: companyId }) })
    .where('tenant_id', '=', agency.id)
    .execute();
  const children = [];
  for (let count = 0; count < subAccounts; count++) {
    children.push(await createTenant(database, { parent_tenant_id: agency.id }));
  }
  for (const child of children) await assign(agency, location, child);
  return { agency, companyId, location, children };
}

async function assign(agency: { id: string }, accountId: string, subAccount: { id: string }) {
  const { id } = await database.system
    .selectFrom('integrations')
    .select('id')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  await database.system
    .insertInto('sub_account_integrations')
    .values({ tenant_id: subAccount.id, integration_id: id, agency_id: agency.id, provider: 'ghl' })
    .execute();
}

test('an assigned location leads to the sub-account, the company to the agency', async () => {
  const { agency, companyId, location, children } = await connectAgency(1);
  expect(await signIn(person({ companyId, activeLocation: location }))).toMatchObject({
    status: 200,
    body: { tenant: { id: children[0]?.id } },
  });
  const boss = person({ type: 'agency', companyId, activeLocation: undefined, role: 'admin' });
  expect(await signIn(boss)).toMatchObject({ status: 200, body: { tenant: { id: agency.id } } });
  expect(await signIn({ ...boss, type: 'location' })).toMatchObject({ status: 403 });
});

test('a user of a location that nobody was assigned does not get into the agency, one of the company does', async () => {
  const { agency, companyId, location } = await connectAgency();
  const admin = person({ companyId, activeLocation: location, role: 'admin' });
  expect(await signIn(admin)).toMatchObject({
    status: 403,
    body: { detail: 'This GHL location isn’t assigned to a sub-account' },
  });
  expect(await signIn({ ...admin, type: 'agency' })).toMatchObject({ body: { tenant: { id: agency.id } } });
});

test('an assignment of the company’s own account leads nobody into the sub-account', async () => {
  const { agency, companyId } = await connectAgency();
  await assign(agency, companyId, await createTenant(database, { parent_tenant_id: agency.id }));
  const boss = person({ type: 'agency', companyId, activeLocation: undefined });
  expect(await signIn(boss)).toMatchObject({ status: 200, body: { tenant: { id: agency.id } } });
});

test('a location of several accounts lets nobody guess', async () => {
  const refused = {
    status: 403,
    body: { detail: 'This GHL account is connected to several accounts' },
  };
  const { companyId, location, children } = await connectAgency(2);
  const user = person({ companyId, activeLocation: location });
  expect(await signIn(user)).toMatchObject(refused);
  await database.system
    .updateTable('tenants')
    .set({ is_active: false })
    .where('id', '=', children[0]?.id ?? '')
    .execute();
  expect(await signIn(user)).toMatchObject({ status: 200, body: { tenant: { id: children[1]?.id } } });
  await connect(await createTenant(database), { account_id: locationId });
  expect(await signIn(person())).toMatchObject(refused);
});

test('unknown and disconnected companies, and disabled users, are refused', async () => {
  const refused = { status: 403, body: { detail: 'This GHL account is not connected' } };
  expect(await signIn(person({ activeLocation: 'unknown' }))).toMatchObject(refused);
  expect(await signIn(person({ companyId: 'company-2' }))).toMatchObject(refused);
  const off = await connect(tenant, { is_active: false });
  expect(await signIn(person({ activeLocation: off }))).toMatchObject(refused);
  const ana = person();
  const { id } = userOf(await signIn(ana));
  await database.system.updateTable('users').set({ is_active: false }).where('id', '=', id).execute();
  expect(await signIn(ana)).toMatchObject({ status: 403, body: { detail: 'This user is disabled' } });
});

test('a payload that GHL did not encrypt is 401, whatever is wrong with it', async () => {
  const text = JSON.stringify(person());
  const payloads = [encrypt(text, 'another secret'), encrypt('no JSON'), encrypt('{}'), text, 'U2FsdGVkX18=', '!'];
  for (const payload of payloads) {
    expect(await post(payload)).toMatchObject({ status: 401, body: { detail: 'Invalid SSO payload' } });
  }
  expect(await post('')).toMatchObject({ status: 422 });
});

test('an installation without single sign-on says so, and nothing is logged as if something were wrong', async () => {
  const records: unknown[] = [];
  const log = createLogger({ service: 'test', level: 'debug', destination: { write: (line) => records.push(line) } });
  const without = await serveOperations(identityRouter, { ...createTestContext(database), log });
  try {
    const answer = await without.request('POST', '/auth/embed-sso', { body: { payload: encrypt('{}') } });
    expect(answer).toMatchObject({
      status: 503,
      body: { detail: 'Single sign-on is not configured on this installation' },
    });
    expect(records).toEqual([]);
  } finally {
    await without.close();
  }
});
