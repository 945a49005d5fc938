import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { ErrorState } from '#/components/ui/error-state.tsx';

/** What stands in the place of a page that could not be loaded or drawn. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { message } = toApiError(error);
  return (
    <div className="grid min-h-80 place-items-center px-4">
      <ErrorState
        message={message}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
