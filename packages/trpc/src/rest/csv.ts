import { Readable } from 'node:stream';
import { stringify, type CastingContext } from 'csv-stringify';

/** A phone number as we store them: it begins with `+`, and no spreadsheet computes anything from it. */
const PHONE_NUMBER = /^\+[1-9]\d{1,14}$/;

/**
 * What some spreadsheet takes for a formula: signs of any width, also behind spaces and what has no shape, which are cut off
 * on import; tabs and line breaks, which begin a new cell.
 */
const FORMULA = /^(?:[\t\r\n]|[\p{Z}\p{C}]*[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20])/u;

/** A text and nothing else: options of a cell's own, which the library takes too, cost it more than all the rest. */
const castText = (value: string, { header }: CastingContext): string =>
  !header && FORMULA.test(value) && !PHONE_NUMBER.test(value) ? `'${value}` : value;

/**
 * Rows as a CSV file that spreadsheets read as it stands, made and sent bit by bit. It begins with a byte order mark,
 * without which Excel does not take it for UTF-8. A cell that a spreadsheet would take for a formula (it begins with `=`,
 * `+`, `-` or `@` of any width, a tab or a line break) gets a `'` in front; numbers and phone numbers stay as they are.
 */
export function toCsv(rows: AsyncIterable<Record<string, unknown>>, columns: readonly string[]): Readable {
  const source = Readable.from(rows);
  const csv = stringify({
    bom: true,
    header: true,
    columns: [...columns],
    // Where the decimal point is a comma, spreadsheets part columns at semicolons.
    quoted_match: /[;\t]/,
    cast: { date: (value) => value.toISOString(), boolean: String, string: castText },
  });
  source.on('error', (error) => csv.destroy(error));
  // A reader that goes away ends the reading too.
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
}
