import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpc } from '#/api/trpc.ts';
import { useAccount } from '#/session/account.ts';

const POLL_MS = 30_000;

/** Whether the sub-accounts' notifications are shown among one's own: to the owner of an agency in its own account. */
export function useSeesSubAccounts(): boolean {
  const { isAgency, isOwner } = useAccount();
  return isAgency && isOwner;
}

/** One page of what the account was told, the newest first; for an agency of what its sub-accounts were told too. */
export function useNotifications(page: { limit: number; offset: number }) {
  const aggregated = useSeesSubAccounts();
  const placeholder = { placeholderData: keepPreviousData };
  const own = useQuery({ ...trpc.notifications.list.queryOptions(page, placeholder), enabled: !aggregated });
  const all = useQuery({ ...trpc.notifications.listAggregate.queryOptions(page, placeholder), enabled: aggregated });
  return aggregated ? all : own;
}

const polled = { refetchInterval: POLL_MS, refetchOnWindowFocus: true };

/** How many notifications the user has not read: of the account itself, and of all that are shown. */
export function useUnreadCounts(): { own: number; shown: number } {
  const aggregated = useSeesSubAccounts();
  const own = useQuery(trpc.notifications.countUnread.queryOptions(undefined, polled)).data?.unread_count ?? 0;
  const all = useQuery({
    ...trpc.notifications.countUnreadAggregate.queryOptions(undefined, polled),
    enabled: aggregated,
  });
  return { own, shown: aggregated ? (all.data?.unread_count ?? own) : own };
}
