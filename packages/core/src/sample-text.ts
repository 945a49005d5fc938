/** A few seconds tell what a voice is like, and each character costs. */
const LONGEST = 300;
const VARIABLE = /\{\{\s*([\w.-]+)\s*\}\}/g;

interface SpokenAgent {
  name: string;
  businessName: string;
  greeting: string | null;
  /** What the agent's own variables stand for unless a call says otherwise. */
  defaults?: Readonly<Record<string, string>>;
}

/** What an agent says to show its voice: its greeting as a caller hears it, or a sentence of the kind. */
export function sampleText({ name, businessName, greeting, defaults = {} }: SpokenAgent): string {
  // Entries, for a variable may be called `__proto__`.
  const known = new Map([['agent_name', name], ['business_name', businessName], ...Object.entries(defaults)]);
  const filled = (greeting ?? '').replaceAll(VARIABLE, (_, variable: string) => known.get(variable) ?? '');
  const spoken = filled
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([,.;:!?])/g, '$1')
    .trim();
  return /\p{L}/u.test(spoken) ? beginningOf(spoken) : introductionOf(name.trim(), businessName.trim());
}

function introductionOf(name: string, business: string): string {
  const question = 'How can I help you?';
  if (name !== '') return `Hi, this is ${name}${business === '' ? '' : ` from ${business}`}. ${question}`;
  return business === '' ? `Hi! ${question}` : `Thanks for calling ${business}. ${question}`;
}

/** As many whole sentences as are heard in a few seconds; of a longer one, its first words. */
function beginningOf(text: string): string {
  if (text.length <= LONGEST) return text;
  const start = text.slice(0, LONGEST);
  const end = Math.max(...['. ', '! ', '? '].map((mark) => start.lastIndexOf(mark)));
  const space = start.lastIndexOf(' ');
  return (end > 0 ? start.slice(0, end + 1) : space > 0 ? start.slice(0, space) : start).toWellFormed();
}
