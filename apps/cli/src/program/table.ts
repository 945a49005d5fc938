import stringWidth from 'string-width';
import { printable, styled } from './terminal-text.ts';

export interface Column<Row> {
  title: string;
  /** The cell's text; null and undefined print as a dash. */
  value: (row: Row) => string | number | null | undefined;
  align?: 'right';
  /** Colours a cell that is already padded. */
  paint?: (text: string, row: Row) => string;
}

const cellText = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === '' ? '–' : printable(String(value)).replace(/\s+/g, ' ');

function pad(text: string, width: number, align: 'right' | undefined): string {
  const gap = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? gap + text : text + gap;
}

/** Rows as columns two spaces apart, as wide as their widest cell. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => cellText(column.value(row))));
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column.title), ...cells.map((line) => stringWidth(line[index] ?? ''))),
  );
  const line = (texts: string[]) => texts.join('  ').trimEnd();
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
