import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { PhoneNumbersPage } from '#/features/phone-numbers/phone-numbers-page.tsx';

export const Route = createFileRoute('/_app/phone-numbers/')({
  loader({ context: { queryClient } }) {
    void queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({}));
    void queryClient.prefetchQuery(trpc.agents.list.queryOptions());
  },
  component: PhoneNumbersPage,
});
