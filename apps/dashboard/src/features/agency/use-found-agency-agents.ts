import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '#/api/trpc.ts';
import { useRested } from '#/search/use-rested.ts';

/** As many as a list to choose from shows. */
const MOST = 50;

export const foundAgencyAgentsQuery = (account: string | undefined, search = '') =>
  trpc.agency.agents.search.queryOptions({ search, sub_account_id: account, limit: MOST });

/** Agents of one client or of all to choose from by typing, and what the chosen one is called. */
export function useFoundAgencyAgents(account: string | undefined, chosenId: string | undefined) {
  const [typed, setTyped] = useState('');
  const { data, isPlaceholderData } = useQuery({
    ...foundAgencyAgentsQuery(account, useRested(typed.trim())),
    placeholderData: keepPreviousData,
  });
  const found = data?.agents ?? [];
  const shown = found.find(({ id }) => id === chosenId)?.name;
  const chosen = useQuery({
    ...trpc.agency.agents.search.queryOptions({ agent_id: chosenId ?? '', limit: 1 }),
    enabled: chosenId !== undefined && data !== undefined && shown === undefined,
  });
  return {
    agents: found.map(({ id, name, sub_account_name }) => ({
      id,
      name,
      account: account === undefined ? sub_account_name : undefined,
    })),
    typed,
    chosenLabel: shown ?? chosen.data?.agents[0]?.name,
    /** What a Combobox needs to look for more. */
    search: { onSearch: setTyped, more: (data?.total ?? 0) - found.length, busy: isPlaceholderData },
  };
}
