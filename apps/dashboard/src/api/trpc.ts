import type { AppRouter } from '@leadlock/api/router';
import { ACCOUNT_REFUSALS } from '@leadlock/core/account-refusals';
import { hashKey, MutationCache, QueryCache, QueryClient, type Query } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCLink } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { tap } from '@trpc/server/observable';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { actingAccount, loseAccount } from '../session/acting-account.ts';
import { currentSession, endSession } from '../session/session.ts';
import { toApiError } from './api-error.ts';
import { authorizedFetch } from './authorized-fetch.ts';

export type Outputs = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

/** The addresses of a batch of queries grow with it; beyond this some proxies refuse them. */
const MAX_URL_LENGTH = 6_000;
const STALE_MS = 15_000;

const door = {
  url: '/trpc',
  fetch: (input: RequestInfo | URL | string, init?: unknown) => authorizedFetch(input, init as RequestInit),
};

/** Forms call procedures by themselves, past the caches of queries and mutations. */
const leavingLostAccounts: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next(op).pipe(tap({ error: leaveIfLost }));

const client = createTRPCClient<AppRouter>({
  links: [
    leavingLostAccounts,
    splitLink({
      condition: ({ context }) => context.unbatched === true,
      true: httpLink(door),
      false: httpBatchLink({ ...door, maxURLLength: MAX_URL_LENGTH, maxItems: 20 }),
    }),
  ],
});

/**
 * How the api refuses the account that `X-Sub-Account-Id` names, as against a role that may not: it is another agency's, or
 * it was deleted and something was to be changed in it.
 */
const REFUSALS: readonly string[] = Object.values(ACCOUNT_REFUSALS);

/** Whoever may not act for a sub-account any more acts for themselves. */
function leaveIfLost(error: unknown): void {
  const { status, message } = toApiError(error);
  if (status === 403 && REFUSALS.includes(message)) loseAccount();
}

/** Whoever is refused with 401 after their token was renewed is signed out; the router then shows the way in. */
function leaveIfRefused(error: unknown): void {
  if (toApiError(error).status === 401 && currentSession() !== null) endSession();
  leaveIfLost(error);
}

/** A sub-account that was deleted can still be read, so that nothing is refused until somebody changes something in it. */
function leaveIfDeleted(data: unknown, query: Query<unknown, unknown>): void {
  if (query.queryHash !== hashKey(trpc.auth.context.queryKey())) return;
  const { current_tenant_id, available_sub_accounts } = data as Outputs['auth']['context'];
  if (current_tenant_id !== actingAccount()?.id) return;
  if (!available_sub_accounts.some(({ id }) => id === current_tenant_id)) loseAccount();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveIfRefused, onSuccess: leaveIfDeleted }),
  mutationCache: new MutationCache({ onError: leaveIfRefused }),
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // Without a network they would wait in silence; so they fail, offer another try, and retry once it is back.
      networkMode: 'always',
      refetchOnReconnect: true,
      // What the api refuses it refuses again; only what did not arrive is worth another try.
      retry: (failures, error) => failures < 2 && [0, 502, 503, 504].includes(toApiError(error).status),
    },
    mutations: { networkMode: 'always' },
  },
});

/** Typed queries and mutations: `useQuery(trpc.calls.list.queryOptions({ limit: 20 }))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
/** The same procedures as plain calls, for code that is not a component. */
export const api = client;
