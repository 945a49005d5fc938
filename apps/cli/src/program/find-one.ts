import { CliError, usageError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';

/**
 * The one item that a user named by its id or otherwise, or by how one of them begins where only one does. `isExact`: a
 * beginning is not enough, for what cannot be taken back and is not asked about.
 * @throws CliError when there is none, when several have the name, and when the name is empty, as that of a variable
 * that is not set.
 */
export function findOne<Item extends { id: string }>(
  items: readonly Item[],
  named: string,
  {
    what,
    names,
    isExact = false,
  }: { what: string; names: (item: Item) => readonly (string | null | undefined)[]; isExact?: boolean },
): Item {
  if (named.trim() === '') throw usageError(`The ${what} name is empty`);
  const byId = items.find(({ id }) => id === named);
  if (byId) return byId;
  const exact = items.filter((item) => names(item).includes(named));
  const begun = named.toLowerCase();
  const isBegun = (text: string | null | undefined): boolean => text?.toLowerCase().startsWith(begun) === true;
  const found = exact.length > 0 ? exact : items.filter((item) => [item.id, ...names(item)].some(isBegun));
  if (isExact && exact.length === 0 && found.length > 0) {
    throw new CliError(`${named} is not a full name. Enter the full name of the ${what}.`, {
      exitCode: EXIT.usage,
      details: found.map((item) => [item.id, ...names(item).filter((name) => name)].join('  ')),
    });
  }
  const [match, ...others] = found;
  if (match === undefined)
    throw new CliError(`${what.charAt(0).toUpperCase()}${what.slice(1)} not found: ${named}`, {
      exitCode: EXIT.notFound,
    });
  if (others.length > 0)
    throw new CliError(`Several are named ${named}. Use an ID.`, {
      exitCode: EXIT.usage,
      details: found.map((item) => [item.id, ...names(item).filter((name) => name)].join('  ')),
    });
  return match;
}
