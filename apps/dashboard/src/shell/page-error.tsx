import { TRPCClientError } from '@trpc/client';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { ApiError, toApiError } from '#/api/api-error.ts';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { useOutlineEnd } from './use-outline-end.ts';

/** Browsers say it in different words. They ask for a file of a version that has been replaced, or the network is away. */
const FILE_IS_MISSING = /dynamically imported module|importing a module|preload CSS/i;

const isFileMissing = (error: unknown): boolean => error instanceof Error && FILE_IS_MISSING.test(error.message);

function explain(error: unknown): string {
  if (error instanceof ApiError || error instanceof TRPCClientError) return toApiError(error).message;
  if (isFileMissing(error)) {
    return 'Part of this page failed to load. There may be a newer version.';
  }
  return 'Something went wrong on this page. If it keeps happening, please report it.';
}

/** What stands in the place of a page that could not be loaded or drawn. */
export function PageError({ error, reset }: ErrorComponentProps) {
  useOutlineEnd();
  const router = useRouter();
  const retry = (): void => {
    // Browsers remember that a file was missing until the page is loaded anew.
    if (isFileMissing(error)) return location.reload();
    reset();
    inBackground(router.invalidate());
  };
  return (
    <div className="grid min-h-80 place-items-center px-4">
      <ErrorState message={explain(error)} onRetry={retry} />
    </div>
  );
}
