interface Findable {
  name: string;
  business_name: string | null;
  industry: string | null;
}

/** The agents in whose name, business or industry all words of the search occur. */
export function findAgents<Agent extends Findable>(agents: readonly Agent[], search: string): readonly Agent[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return agents;
  return agents.filter(({ name, business_name, industry }) => {
    const text = [name, business_name, industry].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
