import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

const kinds = {
  info: { icon: Info, look: 'border-info/25 bg-info-soft', color: 'text-info' },
  success: { icon: CircleCheck, look: 'border-success/25 bg-success-soft', color: 'text-success' },
  warning: { icon: TriangleAlert, look: 'border-warning/30 bg-warning-soft', color: 'text-warning' },
  danger: { icon: CircleAlert, look: 'border-danger/30 bg-danger-soft', color: 'text-danger' },
};

interface BannerProps {
  kind?: keyof typeof kinds;
  title?: ReactNode;
  /** Small buttons or a link. */
  action?: ReactNode;
  onDismiss?: () => void;
  className?: string;
  children?: ReactNode;
}

/** Says something about the page around it that lasts. What lasts a moment is a toast. */
export function Banner({ kind = 'info', title, action, onDismiss, className, children }: BannerProps) {
  const { icon: Icon, look, color } = kinds[kind];
  return (
    <div
      role={kind === 'danger' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-3 rounded-lg border px-3.5 py-2.5 text-[13px]', look, className)}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', color)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          {title !== undefined && <p className="font-medium">{title}</p>}
          {children !== undefined && <div className={classNames(title !== undefined && 'text-ink/80')}>{children}</div>}
        </div>
        {action !== undefined && <div className="flex flex-wrap items-center gap-2">{action}</div>}
      </div>
      {onDismiss !== undefined && (
        <button
          type="button"
          aria-label="Dismiss"
          onClick={onDismiss}
          className="-m-1 grid size-7 shrink-0 place-items-center rounded-sm text-muted hover:text-ink max-sm:-m-2.5 max-sm:size-11"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
