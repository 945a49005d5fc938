import { CliError, usageError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';

/**
 * The one item that a user named by its id or otherwise.
 * @throws CliError when there is none, when several have the name, and when the name is empty, as that of a variable
 * that is not set.
 */
export function findOne<Item extends { id: string }>(
  items: readonly Item[],
  named: string,
  { what, names }: { what: string; names: (item: Item) => readonly (string | null | undefined)[] },
): Item {
  if (named.trim() === '') throw usageError(`The name of the ${what} is empty`);
  const byId = items.find(({ id }) => id === named);
  if (byId) return byId;
  const [match, ...others] = items.filter((item) => names(item).includes(named));
  if (match === undefined) throw new CliError(`There is no ${what} ${named}`, { exitCode: EXIT.notFound });
  if (others.length > 0)
    throw new CliError(`Several have the name ${named}; name it by its id`, {
      exitCode: EXIT.usage,
      details: [match, ...others].map(({ id }) => id),
    });
  return match;
}
