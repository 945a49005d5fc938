import { Combobox, type ServerSearch } from '#/components/ui/combobox.tsx';
import type { Filter } from '#/components/ui/filters.tsx';

const ANY = 'any';

/** Agents that the server found by what is typed. */
export interface FoundAgents {
  agents: readonly { id: string; name: string; account?: string }[];
  typed: string;
  /** What the chosen one is called. */
  chosenLabel: string | undefined;
  search: ServerSearch;
}

interface AgentFilterOptions {
  found: FoundAgents;
  value: string | undefined;
  onValueChange: (id: string | undefined) => void;
}

/** Narrows a list to one agent. */
export function agentFilter({ found, value, onValueChange }: AgentFilterOptions): Filter {
  const options = found.agents.map(({ id, name, account }) => ({ value: id, label: name, aside: account }));
  return {
    label: 'Agent',
    className: 'w-44 max-xl:w-34',
    control: (
      <Combobox
        aria-label="Agent"
        searchPlaceholder="Find an agent"
        emptyText="No agents found"
        {...found.search}
        options={found.typed === '' ? [{ value: ANY, label: 'Any agent' }, ...options] : options}
        chosenLabel={value === undefined ? 'Any agent' : found.chosenLabel}
        value={value ?? ANY}
        onValueChange={(next) => onValueChange(next === ANY ? undefined : next)}
      />
    ),
  };
}
