import { RotateCw, TriangleAlert } from 'lucide-react';
import { classNames } from '#/components/class-names.ts';
import { Button } from './button.tsx';

interface ErrorStateProps {
  title?: string;
  /** What went wrong, in the server's words where it has any for people. */
  message: string;
  onRetry?: () => void;
  retrying?: boolean;
  className?: string;
}

/** What a page, a card or a list shows when it could not be loaded. */
export function ErrorState({ title = 'Couldn’t load this', message, onRetry, retrying, className }: ErrorStateProps) {
  return (
    <div role="alert" className={classNames('grid justify-items-center gap-1 px-6 py-12 text-center', className)}>
      <div className="mb-2 grid size-10 place-items-center rounded-lg bg-danger-soft text-danger">
        <TriangleAlert aria-hidden className="size-5" />
      </div>
      <p className="text-sm font-semibold">{title}</p>
      <p className="max-w-sm text-[13px] text-balance text-muted">{message}</p>
      {onRetry !== undefined && (
        <Button className="mt-3" onClick={onRetry} loading={retrying}>
          <RotateCw />
          Try again
        </Button>
      )}
    </div>
  );
}
