import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { agentNamesQuery } from '#/features/agents/agents-queries.ts';
import { CallsPage } from '#/features/calls/calls-page.tsx';
import { callsQuery } from '#/features/calls/calls-queries.ts';
import { CallsSearch } from '#/features/calls/calls-search.ts';

export const Route = createFileRoute('/_app/calls/')({
  validateSearch: CallsSearch,
  search: { middlewares: [stripSearchParams({ q: '', offset: 0, limit: 25 })] },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(callsQuery(deps)));
    inBackground(queryClient.prefetchQuery(agentNamesQuery()));
  },
  component: CallsPage,
});
