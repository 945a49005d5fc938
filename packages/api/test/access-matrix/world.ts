import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Tenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { signIn } from '@leadlock/identity/testing';
import type { Owner } from '@leadlock/testing/access-rows';
import { createTenant, type TestContext } from '@leadlock/testing/factories';
import type { Ids } from './requests.ts';
import { OTHER_ROWS, ROWS } from './rows.ts';

/** A tenant with one row of every kind. */
export interface Holder extends Owner {
  ids: Ids;
}

async function hold(system: TestContext, tenant: Tenant, subAccount: Tenant | null, mark: string): Promise<Holder> {
  const owner: Owner = { system, tenant, subAccount, mark };
  const ids: Record<string, string> = {};
  for (const [name, seed] of Object.entries(ROWS)) ids[name] = await seed(owner);
  for (const seed of OTHER_ROWS) await seed(owner);
  return { ...owner, ids };
}

const newMark = (): string => `Mark${randomBytes(6).toString('hex')}`;

/** Whose rows a text shows. */
export const marksIn = (text: string): string[] => text.match(/Mark[0-9a-f]{12}/g) ?? [];

export function createDirect(system: TestContext): Promise<Holder> {
  const mark = newMark();
  return createTenant(system.database, { name: mark, plan: 'pro' }).then((tenant) => hold(system, tenant, null, mark));
}

/** An agency, and two of its sub-accounts as holders of their own. */
export interface AgencyWorld {
  agency: Holder;
  child: Holder;
  sibling: Holder;
}

export async function createAgency(system: TestContext): Promise<AgencyWorld> {
  const [mark, childMark, siblingMark] = [newMark(), newMark(), newMark()];
  const { database } = system;
  const tenant = await createTenant(database, { name: mark, tenant_type: 'agency', plan: 'pro' });
  const inside = { parent_tenant_id: tenant.id, plan: 'pro' };
  const child = await createTenant(database, { ...inside, name: childMark });
  const sibling = await createTenant(database, { ...inside, name: siblingMark });
  return {
    agency: await hold(system, tenant, child, mark),
    child: await hold(system, child, null, childMark),
    sibling: await hold(system, sibling, null, siblingMark),
  };
}

/** An agency whose sub-account `child` was deleted when all of it was there. */
export async function createAgencyOfDeleted(system: TestContext): Promise<AgencyWorld> {
  const world = await createAgency(system);
  await system.db.updateTable('tenants').set({ is_active: false }).where('id', '=', world.child.tenant.id).execute();
  return world;
}

/** A credential that is in order, or would be but for one thing. */
export type Credential =
  | 'owner'
  | 'admin'
  | 'member'
  | 'super admin'
  | 'unverified owner'
  | 'API key'
  | 'forged token'
  | 'disabled user'
  | 'ended session'
  | 'revoked key'
  | 'expired key';

async function createKey(holder: Holder, changes: { is_active?: boolean; expires_at?: Date } = {}): Promise<string> {
  const key = `sk_live_${randomBytes(24).toString('hex')}`;
  const row = { id: newId(), name: 'Key', key_prefix: key.slice(0, 12) };
  const key_hash = createHash('sha256').update(key).digest();
  // A use is noted once a minute; noting it now keeps later uses from changing the row.
  const last_used_at = holder.system.clock.now();
  await holder.system.db
    .insertInto('api_keys')
    .values({ tenant_id: holder.tenant.id, ...row, key_hash, last_used_at, ...changes })
    .execute();
  return key;
}

async function disabledUser({ system, tenant }: Holder): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  const token = await signIn(system, tenant, { email });
  await system.db.updateTable('users').set({ is_active: false }).where('email', '=', email).execute();
  return token;
}

async function endedSession({ system, tenant }: Holder): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  const token = await signIn(system, tenant, { email });
  const userId = system.db.selectFrom('users').select('id').where('email', '=', email);
  await system.db.updateTable('refresh_tokens').set({ revoked_at: new Date() }).where('user_id', '=', userId).execute();
  return token;
}

/** A token cut off before its signature, with another one in its place. */
async function forgedToken({ system, tenant }: Holder): Promise<string> {
  const token = await signIn(system, tenant);
  return `${token.slice(0, token.lastIndexOf('.'))}.${randomBytes(32).toString('base64url')}`;
}

function createCredential(holder: Holder, credential: Credential): Promise<string> {
  const { system, tenant } = holder;
  switch (credential) {
    case 'super admin':
      return signIn(system, tenant, { is_super_admin: true });
    case 'unverified owner':
      return signIn(system, tenant, { email_verified_at: null });
    case 'API key':
      return createKey(holder);
    case 'forged token':
      return forgedToken(holder);
    case 'disabled user':
      return disabledUser(holder);
    case 'ended session':
      return endedSession(holder);
    case 'revoked key':
      return createKey(holder, { is_active: false });
    case 'expired key':
      return createKey(holder, { expires_at: new Date(system.clock.now().getTime() - 1) });
    default:
      return signIn(system, tenant, { role: credential });
  }
}

/** Makes each credential of each holder once. */
export function credentialStore(): (holder: Holder, credential: Credential) => Promise<string> {
  const made = new Map<string, Promise<string>>();
  return (holder, credential) => {
    const key = `${holder.tenant.id} ${credential}`;
    const kept = made.get(key) ?? createCredential(holder, credential);
    made.set(key, kept);
    return kept;
  };
}
