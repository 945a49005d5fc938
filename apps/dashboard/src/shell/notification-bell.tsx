import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { Popover, PopoverClose } from '#/components/ui/popover.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { useUnreadCounts } from '#/features/notifications/use-notifications.ts';

const NotificationPreview = lazy(() => import('#/features/notifications/notification-preview.tsx'));

/** How many notifications the user has not read, and the latest of them. */
export function NotificationBell() {
  const [open, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const { shown: count } = useUnreadCounts();
  return (
    <Popover
      label="Notifications"
      align="end"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) inBackground(queryClient.invalidateQueries(trpc.notifications.pathFilter()));
      }}
      className="w-96 p-0"
      trigger={
        <button
          type="button"
          aria-label={count === 0 ? 'Notifications' : `Notifications, ${count} unread`}
          className="relative grid size-8 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink max-sm:size-11"
        >
          <span className="relative">
            <Bell className="size-4" aria-hidden="true" />
            {count > 0 && (
              <span
                aria-hidden="true"
                className="absolute -top-2 left-2.5 grid h-4 min-w-4 place-items-center rounded-full bg-danger px-1 text-[10px] font-semibold text-on-danger tabular-nums"
              >
                {count > 99 ? '99+' : count}
              </span>
            )}
          </span>
        </button>
      }
    >
      <Suspense fallback={<Skeleton className="m-4 h-24" />}>
        <NotificationPreview onOpen={() => setOpen(false)} />
      </Suspense>
      <PopoverClose>
        <Link
          to="/notifications"
          className="block border-t px-4 py-2.5 text-center text-[13px] font-medium text-brand-text hover:bg-hover"
        >
          All notifications
        </Link>
      </PopoverClose>
    </Popover>
  );
}
