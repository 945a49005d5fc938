import type { TenantContext } from '@leadlock/context/context';
import type { Actor } from '@leadlock/core/actor';
import { findNames, type Names } from './find-names.ts';
import type { AuditActor } from './schemas.ts';

interface Doer {
  kind: 'member' | 'api_key';
  id: string;
}

/** People and keys that stand in a log as having done something. */
export function doers(actors: readonly Actor[]): Doer[] {
  return actors.flatMap((actor): Doer[] => {
    if (actor.type === 'user') return [{ kind: 'member', id: actor.userId }];
    return actor.type === 'api_key' ? [{ kind: 'api_key', id: actor.apiKeyId }] : [];
  });
}

/** Names in the agency of a sub-account, whose people and keys work in it. */
export async function findAgencyNames({ database, tenant }: TenantContext, actors: readonly Actor[]): Promise<Names> {
  if (tenant.parentTenantId === null) return new Map();
  return findNames(database.tenant(tenant.parentTenantId), tenant.parentTenantId, doers(actors));
}

interface Known {
  names: Names;
  agencyNames: Names;
  /** Whoever reads is of the agency, and sees the names of its people. */
  isAgencyReading: boolean;
}

/** Who did something, by the name they have now. */
export function describeActor(actor: Actor, { names, agencyNames, isAgencyReading }: Known): AuditActor {
  if (actor.type !== 'user' && actor.type !== 'api_key') {
    return { kind: 'system', name: 'name' in actor ? actor.name : null };
  }
  const [doer] = doers([actor]);
  if (doer === undefined) return { kind: 'system', name: null };
  const own = names.get(doer.kind)?.get(doer.id);
  if (own !== undefined) return { kind: doer.kind, name: own.name };
  if (actor.type === 'user' && actor.isSuperAdmin) return { kind: 'support', name: null };
  const ofAgency = agencyNames.get(doer.kind)?.get(doer.id);
  if (ofAgency === undefined) return { kind: doer.kind, name: null };
  return isAgencyReading ? { kind: doer.kind, name: ofAgency.name } : { kind: 'agency', name: null };
}
