import { createHash } from 'node:crypto';
import type { SystemContext, Tenant } from '@leadlock/context/context';
import { prepareQuery } from '@leadlock/db/prepare-query';
import { TENANT_COLUMNS, toTenant } from '../tenants/index.ts';

export const API_KEY_PREFIX = 'sk_live_';

/** `last_used_at` is told to the minute: a write with every request would cost more than the request. */
const LAST_USED_PRECISION_MS = 60_000;

const KEY = new RegExp(`^${API_KEY_PREFIX}[0-9A-Za-z]{1,128}$`);

/** Whether it can be a key of ours at all; nobody is asked about what cannot. */
export const looksLikeApiKey = (text: string): boolean => KEY.test(text);

/** Keys are random, so a plain hash is enough to keep them unreadable. */
export const hashApiKey = (plaintext: string): Buffer => createHash('sha256').update(plaintext).digest();

/** A key that holds, and whose it is. */
export interface UsableApiKey {
  id: string;
  tenant: Tenant;
}

const usableKey = prepareQuery((db, { hash, now }: { hash: Buffer; now: Date }) =>
  db
    .selectFrom('api_keys')
    .innerJoin('tenants', 'tenants.id', 'api_keys.tenant_id')
    .leftJoin('tenants as agency', 'agency.id', 'tenants.parent_tenant_id')
    .select([...TENANT_COLUMNS, 'api_keys.id', 'api_keys.last_used_at'])
    .where('api_keys.key_hash', '=', hash)
    .where('api_keys.is_active', '=', true)
    .where((eb) => eb.or([eb('api_keys.expires_at', 'is', null), eb('api_keys.expires_at', '>', now)])),
);

/** The key behind a plaintext while it is active and has not expired, with its tenant. */
export async function findUsableApiKey(ctx: SystemContext, plaintext: string): Promise<UsableApiKey | null> {
  const now = ctx.clock.now();
  const [row] = await usableKey(ctx.db, { hash: hashApiKey(plaintext), now });
  if (!row) return null;
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() >= LAST_USED_PRECISION_MS) {
    await ctx.db
      .updateTable('api_keys')
      .set({ last_used_at: now })
      .where('tenant_id', '=', row.tenant_id)
      .where('id', '=', row.id)
      .execute();
  }
  return { id: row.id, tenant: toTenant(row) };
}
