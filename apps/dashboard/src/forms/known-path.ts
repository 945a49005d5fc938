/**
 * The longest beginning of a path with dots that leads to something in a form's values; null when not even its first part
 * does. `prices.eur.net` stands at `prices.eur` in a form that knows nothing of what is within.
 */
export function knownPath(path: string, values: object): string | null {
  const known: string[] = [];
  let within: unknown = values;
  for (const part of path.split('.')) {
    if (typeof within !== 'object' || within === null || !Object.hasOwn(within, part)) break;
    known.push(part);
    within = (within as Record<string, unknown>)[part];
  }
  return known.length === 0 ? null : known.join('.');
}
