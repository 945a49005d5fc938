import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { PhoneNumbersPage } from '#/features/phone-numbers/phone-numbers-page.tsx';

export const Route = createFileRoute('/_app/phone-numbers/')({
  loader({ context: { queryClient } }) {
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({})));
    inBackground(queryClient.prefetchQuery(trpc.agents.names.queryOptions()));
  },
  component: PhoneNumbersPage,
});
