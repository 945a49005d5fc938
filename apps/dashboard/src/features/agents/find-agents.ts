import { hasEveryWord } from '../../search/has-every-word.ts';

interface Findable {
  name: string;
  business_name: string | null;
  industry: string | null;
}

/** The agents in whose name, business or industry all words of the search occur. */
export function findAgents<Agent extends Findable>(agents: readonly Agent[], search: string): readonly Agent[] {
  const fits = hasEveryWord(search);
  return agents.filter(({ name, business_name, industry }) => fits(name, business_name, industry));
}
