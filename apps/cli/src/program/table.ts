import stringWidth from 'string-width';
import { printable, styled } from './terminal-text.ts';

export interface Column<Row> {
  title: string;
  /** The cell's text; null and undefined print as a dash. */
  value: (row: Row) => string | number | null | undefined;
  align?: 'right';
  /** May be left out where the terminal is too narrow for all columns; the last such column goes first. */
  optional?: boolean;
  /** Colours a cell that is already padded. */
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

/** The columns that a terminal of so many characters has room for. */
function fitting<Row>(columns: readonly Column<Row>[], rows: readonly Row[], room: number): readonly Column<Row>[] {
  const width = columns.reduce((sum, column) => sum + widthOf(column, rows) + GAP.length, -GAP.length);
  const last = columns.findLastIndex(({ optional }) => optional);
  return width <= room || last < 0 ? columns : fitting(columns.toSpliced(last, 1), rows, room);
}

/** Rows as columns two spaces apart, as wide as their widest cell. A pipe gets all columns. */
export function formatTable<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  room: number = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  const columns = fitting(all, rows, room);
  const cells = rows.map((row) => columns.map((column) => cellText(column.value(row))));
  const widths = columns.map((column) => widthOf(column, rows));
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
