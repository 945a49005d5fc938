import { InvalidArgumentError, type Command } from 'commander';
import { note } from './output.ts';
import { styledNote } from './terminal-text.ts';

const DEFAULT_LIMIT = 50;
/** The most that the API gives at once. */
const PAGE_SIZE = 100;

export interface PageOptions {
  limit: number;
  all?: boolean;
}

/** A number from 1 on, as the value of an option. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 on.');
  return Number(text);
}

export const withPages = (command: Command): Command =>
  command
    .option('--limit <count>', 'how many to list at most', positiveInteger, DEFAULT_LIMIT)
    .option('--all', 'list all of them, however many');

/** Reads page after page until there are as many as the user wants. */
export async function readPages<Item>(
  { limit, all }: PageOptions,
  readPage: (page: { limit: number; offset: number }) => Promise<{ items: Item[]; total: number }>,
): Promise<{ items: Item[]; total: number }> {
  const wanted = all ? Number.POSITIVE_INFINITY : limit;
  const items: Item[] = [];
  for (;;) {
    const page = await readPage({ limit: Math.min(PAGE_SIZE, wanted - items.length), offset: items.length });
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= Math.min(wanted, page.total)) return { items, total: page.total };
  }
}

export function noteLeftOut({ items, total }: { items: readonly unknown[]; total: number }): void {
  if (items.length < total) note(styledNote('dim', `${items.length} of ${total}; --limit or --all shows more`));
}
