import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { createTenant, createTestContext, createUser, type TestContext } from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { serveOperations, type OperationsServer } from '../testing/index.ts';
import { decryptOpenSslSalted } from './openssl-salted.ts';

const SECRET = 'the shared secret of the app';
let database: Database;
let ctx: TestContext;
let api: OperationsServer;
let tenant: { id: string };
let locationId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database, { settings: { ghlSsoSecret: SECRET } });
  api = await serveOperations(identityRouter, ctx);
});
afterAll(async () => {
  await api.close();
  await database.close();
});
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
});

test('two frames that open at once make one user', async () => {
  const ana = person({ role: 'admin' });
  const replies = await Promise.all([signIn(ana), signIn(ana), signIn(ana)]);
  expect(new Set(replies.map((reply) => userOf(reply).id)).size).toBe(1);
  expect(userOf(replies[0] ?? { body: null }).role).toBe('admin');
});

test('an admin of GHL is the user of the same address; a plain user becomes no admin by one', async () => {
  const owner = await createUser(database, tenant);
  const pretender = await signIn(person({ email: owner.email }));
  expect(userOf(pretender)).toMatchObject({ role: 'member', email: expect.stringContaining('@ghl.invalid') as string });
  const admin = await signIn(person({ email: owner.email, role: 'admin' }));
  expect(userOf(admin)).toMatchObject({ id: owner.id, role: 'owner' });
});

test('an address of another tenant leads nowhere but to a user of their own', async () => {
  const stranger = await createUser(database, await createTenant(database));
  const reply = await signIn(person({ email: stranger.email, role: 'admin' }));
  expect(reply).toMatchObject({ status: 200, body: { user: { tenant_id: tenant.id } } });
  expect(userOf(reply).email).toMatch(/@ghl\.invalid$/);
});

test('an assigned location leads to the sub-account, the company to the agency', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const companyId = await connect(agency, { account_id: `company-${newId()}` });
  await database.system
    .updateTable('integrations')
    .set({ metadata: JSON.stringify({ company_id: companyId }) })
    .where('tenant_id', '=', agency.id)
    .execute();
  const assigned = await connect(agency);
  const { id } = await database.system
    .selectFrom('integrations')
    .select('id')
    .where('account_id', '=', assigned)
    .executeTakeFirstOrThrow();
  await database.system
    .insertInto('sub_account_integrations')
    .values({ tenant_id: subAccount.id, integration_id: id, agency_id: agency.id, provider: 'ghl' })
    .execute();
  expect(await signIn(person({ activeLocation: assigned }))).toMatchObject({
    status: 200,
    body: { tenant: { id: subAccount.id } },
  });
  const boss = person({ type: 'agency', companyId, activeLocation: undefined, role: 'admin' });
  expect(await signIn(boss)).toMatchObject({ status: 200, body: { tenant: { id: agency.id } } });
  expect(await signIn({ ...boss, type: 'location' })).toMatchObject({ status: 403 });
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
