import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { inBackground } from '#/in-background.ts';
import { classNames } from '#/components/class-names.ts';
import { Time } from '#/components/ui/time.tsx';
import { withReadablePhones } from '#/format/phone.ts';
import { useOpenNotification, type Notification } from './use-open-notification.ts';

/** The whole row can be pressed. */
const LINK = 'rounded-sm text-left after:absolute after:inset-0';

interface NotificationItemProps {
  notification: Notification;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** It is being opened, which also marks it as read. */
  onOpen?: () => void;
}

/** One thing that happened, with the way to what it is about. */
export function NotificationItem({ notification, actions, onOpen }: NotificationItemProps) {
  const { is_read, created_at, source_account_name } = notification;
  const title = withReadablePhones(notification.title);
  const { callId, isElsewhere, markRead, openElsewhere } = useOpenNotification(notification);
  return (
    <li className="group/row relative flex items-start gap-x-3 px-4 py-3 transition-colors hover:bg-hover">
      <span
        aria-hidden="true"
        className={classNames('mt-1.5 size-2 shrink-0 rounded-full', is_read ? 'bg-transparent' : 'bg-brand')}
      />
      <div className="min-w-0 flex-1 text-[13px]">
        <p className={classNames('text-pretty', !is_read && 'font-medium')}>
          {!is_read && <span className="sr-only">Unread: </span>}
          {callId === null ? (
            title
          ) : isElsewhere ? (
            <button
              type="button"
              onClick={() => {
                onOpen?.();
                inBackground(openElsewhere());
              }}
              className={LINK}
            >
              {title}
            </button>
          ) : (
            <Link
              to="/calls/$callId"
              params={{ callId }}
              onClick={() => {
                markRead();
                onOpen?.();
              }}
              className={LINK}
            >
              {title}
            </Link>
          )}
        </p>
        <p className="text-pretty break-words text-muted">{withReadablePhones(notification.body)}</p>
        <p className="mt-1 text-xs text-muted">
          <Time value={created_at} />
          {source_account_name && ` · ${source_account_name}`}
        </p>
      </div>
      {actions !== undefined && (
        <div className="relative flex shrink-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 not-pointer-coarse:opacity-0 max-sm:-mt-2 max-sm:-mr-3">
          {actions}
        </div>
      )}
    </li>
  );
}
