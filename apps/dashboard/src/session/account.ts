import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { queryClient as cache, trpc, type Outputs } from '#/api/trpc.ts';
import { applyBrand } from '#/brand/brand.ts';
import { useActingAccount, type ActingAccount } from './acting-account.ts';
import { rememberRole } from './known-role.ts';

/** Names change rarely; pages need them at once. */
const STALE_MS = 5 * 60_000;

const meQuery = () => trpc.auth.me.queryOptions(undefined, { staleTime: STALE_MS });
const contextQuery = () => trpc.auth.context.queryOptions(undefined, { staleTime: STALE_MS });
export const brandingQuery = () => trpc.agency.branding.get.queryOptions(undefined, { staleTime: STALE_MS });

/** The time zone in which the api counts the days of the account that the pages are about. */
export const accountZone = (): string => cache.getQueryData(contextQuery().queryKey)?.timezone ?? 'UTC';

const isAdminRole = (role: string): boolean => role === 'owner' || role === 'admin';

export async function loadAccount(queryClient: QueryClient): Promise<void> {
  const [{ user, tenant }, , branding] = await Promise.all([
    queryClient.ensureQueryData(meQuery()),
    queryClient.ensureQueryData(contextQuery()),
    queryClient.ensureQueryData(brandingQuery()),
  ]);
  rememberRole({
    userId: user.id,
    isAdmin: isAdminRole(user.role),
    isOwner: user.role === 'owner',
    isAgency: tenant.tenant_type === 'agency',
  });
  applyBrand(branding);
}

/** Who is signed in, and for which account they act. */
export interface Account {
  user: Outputs['auth']['me']['user'];
  /** The person's own tenant, also while they act for a sub-account. */
  tenant: Outputs['auth']['me']['tenant'];
  context: Outputs['auth']['context'];
  acting: ActingAccount | null;
  /** Whether the pages show an agency's own account. */
  isAgency: boolean;
  isSubAccount: boolean;
  /** Owners and administrators change settings; members use what there is. */
  isAdmin: boolean;
  isOwner: boolean;
}

/** Only below the signed-in layout, which has loaded it. */
export function useAccount(): Account {
  const { user, tenant } = useSuspenseQuery(meQuery()).data;
  const context = useSuspenseQuery(contextQuery()).data;
  const acting = useActingAccount();
  return {
    user,
    tenant,
    context,
    acting,
    isAgency: context.tenant_type === 'agency',
    isSubAccount: context.tenant_type === 'sub_account',
    isAdmin: isAdminRole(user.role),
    isOwner: user.role === 'owner',
  };
}
