import { Combobox } from '#/components/ui/combobox.tsx';
import type { Filter } from '#/components/ui/filters.tsx';

const ANY = 'any';

interface AgentFilterOptions {
  agents: readonly { id: string; name: string; account?: string }[];
  value: string | undefined;
  onValueChange: (id: string | undefined) => void;
}

/** Narrows a list to one agent. */
export function agentFilter({ agents, value, onValueChange }: AgentFilterOptions): Filter {
  const options = [
    { value: ANY, label: 'Any agent' },
    ...agents.map(({ id, name, account }) => ({
      value: id,
      label: name,
      aside: account,
      keywords: account ? [account] : [],
    })),
  ];
  return {
    label: 'Agent',
    className: 'w-44',
    control: (
      <Combobox
        aria-label="Agent"
        searchPlaceholder="Find an agent"
        emptyText="No agents found"
        options={options}
        value={value ?? ANY}
        onValueChange={(next) => onValueChange(next === ANY ? undefined : next)}
      />
    ),
  };
}
