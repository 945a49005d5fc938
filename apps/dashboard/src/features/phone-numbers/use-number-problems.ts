import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trpc } from '#/api/trpc.ts';

/** Whoever comes back to the page within so long is told what Twilio said before. */
const STALE_MS = 60_000;
const NONE: ReadonlyMap<string, string[]> = new Map();

/**
 * What keeps calls of imported numbers from arriving, in words, by the number's id: what somebody has changed at
 * Twilio since. Nothing until Twilio has answered, and where it does not.
 */
export function useNumberProblems(enabled: boolean): ReadonlyMap<string, string[]> {
  const { data } = useQuery(
    // Twilio is asked for it, so it goes by itself: nothing else waits for the answer.
    trpc.phoneNumbers.listTwilio.queryOptions(undefined, {
      staleTime: STALE_MS,
      enabled,
      trpc: { context: { unbatched: true } },
    }),
  );
  return useMemo(() => {
    if (!data) return NONE;
    const entries = data.numbers.map(({ phone_number_id, problems }) => [phone_number_id ?? '', problems] as const);
    return new Map(entries.filter(([id, problems]) => id !== '' && problems.length > 0));
  }, [data]);
}
