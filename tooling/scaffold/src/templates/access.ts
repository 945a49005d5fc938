import type { ReferenceOperation } from '../reference.ts';

/** Who may call an operation, and what its code says of them. */
export interface Access {
  /** What its entry in a router begins with. */
  procedure: string;
  /** What its verb is given: the type, and the expression. */
  context: { type: 'TenantContext' | 'SystemContext'; from: string };
  /** In its test: what the account is, and who is signed in. */
  account: string;
  user: string;
  /** Who is signed in and refused, by name: the code of their account and of what they are. */
  refused: Readonly<Record<string, { account: string; user: string }>>;
}

const OF_TENANT = { type: 'TenantContext', from: 'ctx.tenantContext' } as const;
const ANY_ACCOUNT = 'createTenant(database)';
const AGENCY = `createTenant(database, { tenant_type: 'agency', plan: 'agency' })`;
const MEMBER = `{ role: 'member' }`;
const ADMIN = `{ role: 'admin' }`;
const OWNER = `{ role: 'owner' }`;
const noAgency = { account: `await ${ANY_ACCOUNT}`, user: OWNER };
const member = { account: 'tenant', user: MEMBER };

const TENANT: Access = {
  procedure: 'tenantProcedure',
  context: OF_TENANT,
  account: ANY_ACCOUNT,
  user: MEMBER,
  refused: {},
};
const TENANT_ADMIN: Access = { ...TENANT, procedure: 'adminProcedure', user: ADMIN, refused: { member } };
const AGENCY_READER: Access = { ...TENANT, procedure: 'agencyProcedure', account: AGENCY, refused: { noAgency } };
const AGENCY_ADMIN: Access = {
  ...AGENCY_READER,
  procedure: 'agencyAdminProcedure',
  user: ADMIN,
  refused: { member, noAgency },
};
const OPERATOR: Access = {
  procedure: 'superAdminProcedure',
  context: { type: 'SystemContext', from: 'ctx.system' },
  account: ANY_ACCOUNT,
  user: '{ is_super_admin: true }',
  refused: { owner: { account: 'tenant', user: OWNER } },
};

/** What paths of accounts begin with; `/admin` and whatever is not known is for the operators. */
const OF_TENANTS: ReadonlySet<string> = new Set(
  `account affiliates agents appointments billing calls chat compliance contacts demos documents functions integrations
  knowledge-bases notifications onboarding outbound phone-numbers scheduled-calls sequences setup stats tenants testing
  text-assistants text-followup tools voice-samples webhooks`.split(/\s+/),
);

/** Who may call an operation, as its path and method let guess. A wrong guess keeps people out rather than in. */
export function guessAccess({ method, path }: Pick<ReferenceOperation, 'method' | 'path'>): Access {
  const [, first = ''] = path.split('/');
  const isRead = method === 'GET';
  if (first === 'agency') return isRead ? AGENCY_READER : AGENCY_ADMIN;
  if (OF_TENANTS.has(first)) return isRead ? TENANT : TENANT_ADMIN;
  return OPERATOR;
}
