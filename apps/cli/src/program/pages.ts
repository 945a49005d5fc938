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
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Must be a number, 1 or higher.');
  return Number(text);
}

export const withPages = (command: Command): Command =>
  command
    .option('--limit <count>', 'maximum number of results', positiveInteger, DEFAULT_LIMIT)
    .option('--all', 'list all results');

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
  if (items.length < total) note(styledNote('dim', `${items.length} of ${total}. Use --limit or --all to see more.`));
}
