import type { TestContext } from '@leadlock/testing/factories';
import type { Access } from '@leadlock/trpc/meta';
import type { Operation } from '@leadlock/trpc/rest/operations';
import { refusedInDeleted, refusedUnverified } from './inactive.ts';
import { CLOSED_TO_API_KEYS } from './exceptions.ts';
import type { Caller, RefusedCaller, World } from './people.ts';
import { createAgency, createDirect, type Credential, type Holder } from './world.ts';

const WITHOUT_STANDING: readonly Credential[] = [
  'forged token',
  'disabled user',
  'ended session',
  'revoked key',
  'expired key',
];

const refused = (statuses: number[], holder: Holder, credential: Credential, who: string): RefusedCaller => ({
  who,
  holder,
  credential,
  statuses,
});

/** Who an operation belongs to: agencies, or anybody with an account. */
const isForAgencies = (access: Access): boolean => access.startsWith('agency');

const rightfulHolder = (access: Access, { home, direct }: World): Holder =>
  isForAgencies(access) ? home.agency : direct;

/** Callers with no right to call anything. */
function withoutStanding(access: Access, world: World): RefusedCaller[] {
  const holder = rightfulHolder(access, world);
  return [
    { who: 'nobody', holder, credential: null, statuses: [401] },
    ...WITHOUT_STANDING.map((credential) => refused([401], holder, credential, credential)),
  ];
}

/** Callers in good standing whose role, or whose kind of account, may not call the operation. */
function withWrongRole(access: Access, { direct, home }: World): RefusedCaller[] {
  const noAgencies = [
    refused([403], direct, 'owner', 'an owner who is no agency'),
    refused([403], home.child, 'owner', 'an owner of a sub-account'),
  ];
  const each = (...roles: Credential[]) => roles.map((role) => refused([403], direct, role, role));
  const refusedBy: Record<Access, RefusedCaller[]> = {
    public: [],
    user: [refused([401], direct, 'API key', 'an API key')],
    tenant: [],
    admin: each('member'),
    owner: each('member', 'admin', 'API key'),
    agency: noAgencies,
    agency_admin: [...noAgencies, refused([403], home.agency, 'member', 'a member of the agency')],
    agency_owner: [
      ...noAgencies,
      refused([403], home.agency, 'member', 'a member of the agency'),
      refused([403], home.agency, 'admin', 'an admin of the agency'),
      refused([403], home.agency, 'API key', 'a key of the agency'),
    ],
    sub_account: [
      refused([400], home.agency, 'owner', 'an agency that names no sub-account'),
      {
        ...refused([400], home.agency, 'owner', 'an agency that names itself as sub-account'),
        actingFor: home.agency,
      },
    ],
    super_admin: each('owner', 'API key'),
  };
  return refusedBy[access];
}

/** Callers who name a tenant in `X-Sub-Account-Id` that is not theirs to name. */
function withForeignContext(access: Access, { stranger, home, other }: World): RefusedCaller[] {
  if (!['tenant', 'admin', 'owner', 'sub_account'].includes(access)) return [];
  const as = (who: string, holder: Holder, actingFor: Holder): RefusedCaller => ({
    ...refused([403], holder, 'owner', who),
    actingFor,
  });
  return [
    as('an agency as another agency’s sub-account', other.agency, home.child),
    as('an agency as another agency', other.agency, home.agency),
    as('an account as a sub-account', stranger, home.child),
    as('a sub-account as its sibling', home.child, home.sibling),
    as('a sub-account as its agency', home.child, home.agency),
  ];
}

/** Callers who may call the operation, but not about these rows. */
export function withForeignRows(access: Access, world: World): (Caller & { rowsOf: Holder })[] {
  const { direct, stranger, home, other } = world;
  if (access === 'public' || access === 'super_admin') return [];
  if (isForAgencies(access)) {
    return [
      {
        who: 'another agency',
        holder: other.agency,
        credential: 'owner',
        rowsOf: home.agency,
      },
    ];
  }
  return [
    { who: 'another tenant', holder: stranger, credential: 'owner', rowsOf: direct },
    { who: 'a sibling sub-account', holder: home.sibling, credential: 'owner', rowsOf: home.child },
    {
      who: 'the agency as the sibling',
      holder: home.agency,
      credential: 'owner',
      rowsOf: home.child,
      actingFor: home.sibling,
    },
    {
      who: 'an agency that is not the parent',
      holder: other.agency,
      credential: 'owner',
      rowsOf: home.child,
      actingFor: other.child,
    },
  ];
}

/** An operation, and what the matrix knows of it. */
export interface Entry {
  operation: Operation;
  access: Access;
  title: string;
}

/** Everyone who must be turned away whatever the request is about. */
export const refusedCallers = ({ operation, access, title }: Entry, world: World): RefusedCaller[] => [
  ...withoutStanding(access, world),
  ...(title in CLOSED_TO_API_KEYS ? [refused([403], rightfulHolder(access, world), 'API key', 'an API key')] : []),
  ...withWrongRole(access, world),
  ...withForeignContext(access, world),
  ...refusedInDeleted(operation, access, world),
  ...refusedUnverified(operation, access, world),
];

const LEAST: Record<Access, Credential> = {
  public: 'member',
  user: 'member',
  tenant: 'member',
  admin: 'admin',
  owner: 'owner',
  agency: 'member',
  agency_admin: 'admin',
  agency_owner: 'owner',
  sub_account: 'member',
  super_admin: 'super admin',
};

export interface RightfulCaller extends Caller {
  /** The marks of all rows that are the caller's to see. */
  marks: ReadonlySet<string>;
}

/** A caller of a new tenant with no more than the operation asks for, as a positive control. */
export async function rightfulCaller(access: Access, system: TestContext): Promise<RightfulCaller> {
  const who = 'the rightful caller';
  const credential = LEAST[access];
  if (!isForAgencies(access)) {
    const holder = await createDirect(system);
    return { who, holder, credential, marks: new Set([holder.mark]) };
  }
  const { agency, child, sibling } = await createAgency(system);
  return { who, holder: agency, credential, marks: new Set([agency.mark, child.mark, sibling.mark]) };
}
