import { createFileRoute } from '@tanstack/react-router';
import { CallPage } from '#/features/calls/call-page.tsx';
import { callQuery } from '#/features/calls/calls-queries.ts';

export const Route = createFileRoute('/_app/calls/$callId')({
  loader: ({ context: { queryClient }, params }) => {
    void queryClient.prefetchQuery(callQuery(params.callId));
  },
  component: CallPage,
});
