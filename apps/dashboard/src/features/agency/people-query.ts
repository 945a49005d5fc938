import { queryOptions } from '@tanstack/react-query';
import { rest } from '#/api/rest.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';

type Members = Outputs['members']['list'];
export type Person = Members['members'][number];

const inSubAccount = (id: string) => ({ 'x-sub-account-id': id });

/**
 * The people of a sub-account. Asked for over REST, where one request can act for another account than the page does;
 * what the typed client asks goes out in batches that share their headers.
 */
export const peopleQuery = (subAccountId: string) =>
  queryOptions({
    queryKey: [...trpc.members.pathKey(), 'of', subAccountId],
    queryFn: async ({ signal }) => {
      const response = await rest('/auth/members', { signal, headers: inSubAccount(subAccountId) });
      return ((await response.json()) as Members).members;
    },
  });

/** Removes a person from a sub-account, or withdraws an invitation to it. @throws ApiError */
export async function removePerson(subAccountId: string, personId: string): Promise<void> {
  await rest(`/auth/members/${personId}`, { method: 'DELETE', headers: inSubAccount(subAccountId) });
}
