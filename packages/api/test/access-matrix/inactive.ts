import type { Access } from '@leadlock/trpc/meta';
import type { Operation } from '@leadlock/trpc/rest/operations';
import type { Caller, RefusedCaller, World } from './people.ts';
import type { Credential } from './world.ts';

const CREDENTIALS: Partial<Record<Access, readonly Credential[]>> = {
  user: ['owner'],
  tenant: ['owner', 'member', 'API key'],
  admin: ['owner', 'API key'],
  owner: ['owner'],
  sub_account: ['owner', 'API key'],
};

const changes = ({ type, rest }: Operation): boolean =>
  type === 'mutation' && (rest.audited !== false || rest.spends === true);

/** Its people and keys may call the operation, but for that it was deleted. */
const ofDeleted = (access: Access, { closed }: World): Caller[] =>
  (CREDENTIALS[access] ?? []).map((credential) => ({
    who: `${credential} of a deleted sub-account`,
    holder: closed.child,
    credential,
  }));

/** The agency in its deleted sub-account. */
const asDeleted = (access: Access, { closed }: World): Caller[] =>
  ['tenant', 'admin', 'owner', 'sub_account'].includes(access)
    ? [
        {
          who: 'the agency as its deleted sub-account',
          holder: closed.agency,
          credential: 'owner',
          rowsOf: closed.child,
          actingFor: closed.child,
        },
      ]
    : [];

/** A deleted account is read and not changed, neither by its people nor, but for tidying up, by its agency. */
export function refusedInDeleted(operation: Operation, access: Access, world: World): RefusedCaller[] {
  if (!changes(operation)) return [];
  const { whenInactive } = operation.rest;
  return [
    ...(whenInactive === 'own' ? [] : ofDeleted(access, world)),
    ...(whenInactive === 'agency' ? [] : asDeleted(access, world)),
  ].map((caller) => ({ ...caller, statuses: [403] }));
}

/** What stays possible: everything that is read, and what the agency does to tidy up. */
export function letInToDeleted(operation: Operation, access: Access, world: World): Caller[] {
  if (!changes(operation)) return [...ofDeleted(access, world), ...asDeleted(access, world)];
  return operation.rest.whenInactive === 'agency' ? asDeleted(access, world) : [];
}

/** Whoever has yet to verify their address is kept from what is done to others in their account's name. */
export const refusedUnverified = (operation: Operation, access: Access, world: World): RefusedCaller[] =>
  operation.rest.verifiedOnly === true
    ? [
        {
          who: 'an owner whose address is not verified',
          holder: access.startsWith('agency') ? world.home.agency : world.direct,
          credential: 'unverified owner',
          statuses: [403],
        },
      ]
    : [];
