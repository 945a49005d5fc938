import { createContext, use } from 'react';
import type { AgentValues } from './setting-definition.ts';

/** What the api holds of the agent that is edited. */
export const SavedValues = createContext<AgentValues | null>(null);

export const useSavedValues = (): AgentValues => {
  const saved = use(SavedValues);
  if (saved === null) throw new Error('A setting that compares itself needs the editor above it');
  return saved;
};
