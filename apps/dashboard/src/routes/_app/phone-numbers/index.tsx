import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { NEWEST_FIRST, numbersQuery, NumbersSearch } from '#/features/phone-numbers/numbers-search.ts';
import { PhoneNumbersPage } from '#/features/phone-numbers/phone-numbers-page.tsx';

export const Route = createFileRoute('/_app/phone-numbers/')({
  validateSearch: NumbersSearch,
  search: { middlewares: [stripSearchParams({ q: '', offset: 0, ...NEWEST_FIRST })] },
  loaderDeps: ({ search }) => search,
  loader({ context: { queryClient }, deps }) {
    inBackground(queryClient.prefetchQuery(numbersQuery(deps)));
  },
  component: PhoneNumbersPage,
});
