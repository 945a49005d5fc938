import { note, writeJson, writeLine } from './output.ts';
import { formatTable, type Column } from './table.ts';

/** Prints a list: a table, or with `--json` an array of what the API said. */
export async function printList<Row>(
  { json }: { json?: boolean },
  rows: readonly Row[],
  { columns, none }: { columns: readonly Column<Row>[]; none: string },
): Promise<void> {
  if (json) return writeJson(rows);
  if (rows.length === 0) return note(none);
  await writeLine(formatTable(columns, rows));
}
