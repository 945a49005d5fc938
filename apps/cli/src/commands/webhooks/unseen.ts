/** How many ids to remember; a disturbance repeats a few. */
const REMEMBERED = 1_000;

/** Tells ids that come for the first time from repeated ones. */
export function createUnseen(): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    const [oldest] = seen;
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}
