import stringWidth from 'string-width';
import { printable, styled } from './terminal-text.ts';

export interface Column<Row> {
  title: string;
  /** The cell's text; null and undefined print as a dash. */
  value: (row: Row) => string | number | null | undefined;
  align?: 'right';
  /**
   * May be left out where the terminal is too narrow for all columns: those with 1 go first, the last of them before
   * the others, then those with 2.
   */
  optional?: 1 | 2;
  /** May be cut, with an … at the end, where even the columns that must stay are too wide: for names, not for ids. */
  shrinks?: boolean;
  /** Colors a cell that is already padded. */
  paint?: (text: string, row: Row) => string;
}

const cellText = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === '' ? '–' : printable(String(value)).replace(/\s+/g, ' ');

function pad(text: string, width: number, align: 'right' | undefined): string {
  const gap = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? gap + text : text + gap;
}

const GAP = '  ';

function widthOf<Row>({ title, value }: Column<Row>, rows: readonly Row[]): number {
  return Math.max(stringWidth(title), ...rows.map((row) => stringWidth(cellText(value(row)))));
}

const SHORTEST_NAME = 8;

/** What is seen as one character: a letter with its accents, a family of four. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cut to a width, which a wide character may fall short of by one. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const { segment } of characters.segment(text)) {
    if (stringWidth(kept + segment) >= width) break;
    kept += segment;
  }
  return `${kept}…`;
}

interface Measured<Row> {
  column: Column<Row>;
  width: number;
}

const total = <Row>(measured: readonly Measured<Row>[]): number =>
  measured.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

/** The columns that a terminal of so many characters has room for, and how wide they may be. */
function fitting<Row>(measured: readonly Measured<Row>[], room: number): readonly Measured<Row>[] {
  const excess = total(measured) - room;
  if (excess <= 0) return measured;
  const shrunk = measured.map(({ column, width }) => {
    const shortest = Math.min(width, Math.max(SHORTEST_NAME, stringWidth(column.title)));
    return { column, width: column.shrinks ? Math.max(shortest, width - excess) : width };
  });
  if (total(shrunk) <= room) return shrunk;
  const ranks = measured.map(({ column: { optional } }) => optional ?? Number.POSITIVE_INFINITY);
  const first = Math.min(...ranks);
  return Number.isFinite(first) ? fitting(measured.toSpliced(ranks.lastIndexOf(first), 1), room) : shrunk;
}

/** Rows as columns two spaces apart, as wide as their widest cell. A pipe gets all columns. */
export function formatTable<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  room: number = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  const measured = fitting(
    all.map((column) => ({ column, width: widthOf(column, rows) })),
    room,
  );
  const columns = measured.map(({ column }) => column);
  const widths = measured.map(({ width }) => width);
  const cells = rows.map((row) => measured.map(({ column, width }) => cut(cellText(column.value(row)), width)));
  const line = (texts: string[]) => texts.join(GAP).trimEnd();
  const head = line(columns.map(({ title, align }, index) => styled('bold', pad(title, widths[index] ?? 0, align))));
  const body = rows.map((row, rowIndex) =>
    line(
      columns.map(({ align, paint }, index) => {
        const text = pad(cells[rowIndex]?.[index] ?? '', widths[index] ?? 0, align);
        return paint ? paint(text, row) : text;
      }),
    ),
  );
  return [head, ...body].join('\n');
}

/** Names and values below each other, as `show` prints one thing. */
export function formatFields(fields: readonly (readonly [name: string, value: string | number | null | undefined])[]) {
  const width = Math.max(...fields.map(([name]) => stringWidth(name)));
  return fields
    .map(([name, value]) => {
      const text = value === null || value === undefined || value === '' ? '–' : printable(String(value));
      return `${styled('dim', pad(name, width, undefined))}  ${text.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`;
    })
    .join('\n');
}
