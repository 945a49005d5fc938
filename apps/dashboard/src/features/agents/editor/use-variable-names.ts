import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import type { AgentValues } from './setting-definition.ts';

/** Variables that every call fills in by itself. */
export const OF_EVERY_CALL = ['agent_name', 'business_name', 'caller_number'];

/** The names of the variables that the agent defines itself. */
export function useVariableNames(): string[] {
  const own = useWatch<AgentValues, 'variable_definitions'>({ name: 'variable_definitions' });
  return useMemo(() => (own ?? []).map(({ name }) => name).filter((name) => name !== ''), [own]);
}
