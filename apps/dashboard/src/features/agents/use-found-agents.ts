import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRested } from '#/search/use-rested.ts';
import { agentNamesQuery, agentQuery } from './agents-queries.ts';

/** Agents to choose from by typing, and what the chosen one is called. */
export function useFoundAgents(chosenId?: string | null) {
  const [typed, setTyped] = useState('');
  const { data, isPending, isPlaceholderData } = useQuery({
    ...agentNamesQuery(useRested(typed.trim())),
    placeholderData: keepPreviousData,
  });
  const agents = data?.agents ?? [];
  const shown = agents.find(({ id }) => id === chosenId)?.name;
  const chosen = useQuery({
    ...agentQuery(chosenId ?? ''),
    enabled: Boolean(chosenId) && data !== undefined && shown === undefined,
  });
  return {
    agents,
    isPending,
    typed,
    chosenLabel: shown ?? chosen.data?.name,
    /** What a Combobox needs to look for more. */
    search: { onSearch: setTyped, more: (data?.total ?? 0) - agents.length, busy: isPlaceholderData },
  };
}
