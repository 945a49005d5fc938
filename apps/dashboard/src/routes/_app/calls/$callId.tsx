import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { CallPage } from '#/features/calls/call-page.tsx';
import { callQuery } from '#/features/calls/calls-queries.ts';

export const Route = createFileRoute('/_app/calls/$callId')({
  loader: ({ context: { queryClient }, params }) => {
    inBackground(queryClient.prefetchQuery(callQuery(params.callId)));
  },
  component: CallPage,
});
