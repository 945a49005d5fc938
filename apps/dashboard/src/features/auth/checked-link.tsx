import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { SkeletonText } from '#/components/ui/skeleton.tsx';
import { AuthCard } from './auth-card.tsx';
import { MissingLink } from './missing-link.tsx';

interface CheckedLinkProps<Found> {
  /** From the link; empty where it is incomplete. */
  token: string;
  /** Of the page, while the link is checked. */
  title: string;
  check: (token: string) => Promise<Found>;
  children: (found: Found) => ReactNode;
}

/** Asks the api about the link of a page before the page asks for anything. */
export function CheckedLink<Found>({ token, title, check, children }: CheckedLinkProps<Found>) {
  const { data, error, refetch } = useQuery({
    queryKey: ['link', title, token],
    queryFn: () => check(token),
    enabled: token !== '',
    // Once it was used here, the page says so itself.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (token === '') return <MissingLink />;
  if (data !== undefined) return children(data);
  return (
    <AuthCard title={title}>
      {error ? <ErrorState message={toApiError(error).message} onRetry={() => void refetch()} /> : <SkeletonText />}
    </AuthCard>
  );
}
