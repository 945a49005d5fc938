import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '#/api/trpc.ts';
import { useRested } from '#/search/use-rested.ts';

/** As many as a list to choose from shows. */
const MOST = 50;

export const foundSubAccountsQuery = (search = '') =>
  trpc.agency.subAccounts.search.queryOptions({ search, status: 'any', sort: 'name', desc: false, limit: MOST });

/** Sub-accounts to choose from by typing, deleted ones too, and what the chosen one is called. */
export function useFoundSubAccounts(chosenId: string | undefined) {
  const [typed, setTyped] = useState('');
  const { data, isPlaceholderData } = useQuery({
    ...foundSubAccountsQuery(useRested(typed.trim())),
    placeholderData: keepPreviousData,
  });
  const accounts = data?.sub_accounts;
  const shown = accounts?.find(({ id }) => id === chosenId)?.name;
  const chosen = useQuery({
    ...trpc.agency.subAccounts.get.queryOptions({ sub_account_id: chosenId ?? '' }),
    enabled: chosenId !== undefined && data !== undefined && shown === undefined,
  });
  return {
    accounts,
    typed,
    chosenLabel: shown ?? chosen.data?.name,
    /** What a Combobox needs to look for more. */
    search: { onSearch: setTyped, more: (data?.total ?? 0) - (accounts?.length ?? 0), busy: isPlaceholderData },
  };
}
