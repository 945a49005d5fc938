import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { useAccount } from '#/session/account.ts';
import { useSwitchAccount } from '#/shell/switch-account.ts';

export type Notification = Outputs['notifications']['list']['notifications'][number];

interface OpenNotification {
  /** The call that it is about; null where there is nothing to open, or no way to it. */
  callId: string | null;
  /** Whether the call is a sub-account's, which must be acted for to see it. */
  isElsewhere: boolean;
  /** Marks it as read, for whoever goes to the call by a link. */
  markRead: () => void;
  /** Goes to the call in the account that it is of. */
  openElsewhere: () => Promise<void>;
}

/** The way to what a notification is about. */
export function useOpenNotification({ id, tenant_id, is_read, metadata }: Notification): OpenNotification {
  const { context } = useAccount();
  const router = useRouter();
  const queryClient = useQueryClient();
  const switchAccount = useSwitchAccount();
  const { mutate } = useMutation(
    trpc.notifications.markRead.mutationOptions({
      // One that was not marked stays unread, and says so.
      async onSettled() {
        // What was asked before, as when the account was switched, may have been counted before.
        await queryClient.cancelQueries(trpc.notifications.pathFilter());
        await queryClient.invalidateQueries(trpc.notifications.pathFilter());
      },
    }),
  );
  const markRead = (): void => {
    if (!is_read) mutate({ notification_id: id });
  };
  const isElsewhere = tenant_id !== context.current_tenant_id;
  const source = context.available_sub_accounts.find((account) => account.id === tenant_id);
  const callId = typeof metadata.call_id === 'string' ? metadata.call_id : null;
  return {
    callId: isElsewhere && source === undefined ? null : callId,
    isElsewhere,
    markRead,
    async openElsewhere() {
      if (callId === null || source === undefined) return;
      if (!(await switchAccount({ id: source.id, name: source.name }))) return;
      markRead();
      await router.navigate({ to: '/calls/$callId', params: { callId } });
    },
  };
}
