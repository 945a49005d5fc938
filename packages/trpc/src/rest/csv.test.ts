import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

async function* rowsOf(values: readonly unknown[]) {
  for (const value of values) yield { value };
}
/** The lines of a file with one column, as bytes give them. */
async function linesOf(...values: unknown[]): Promise<string[]> {
  const bytes = await buffer(toCsv(rowsOf(values), ['value']));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n').slice(1, -1);
}

test('begins with a byte order mark, without rows too', async () => {
  const bytes = await buffer(toCsv(rowsOf([]), ['value']));
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.subarray(3).toString()).toBe('value\n');
});

test.each(['+15551234567', '+4930123456', '+442071838750'])('writes the phone number %s as it is', async (number) => {
  expect(await linesOf(number)).toEqual([number]);
});

const formulas = ['=1+1', '+1+1', '+1555 1234567', '+0123', '+', '-2+3', '@SUM(1)', '\t=1', '\r=1', '+15551234567=1'];
const hidden = [
  '\n=1',
  ' =1+1',
  '\u00a0@SUM(1)',
  '\u200b-2+3',
  '\ufeff=1',
  '\u3000＝1',
  '＝1',
  '＋1',
  '－1',
  '＠A1',
  '﹦1',
  '−1',
];
test.each([...formulas, ...hidden])('does not let a spreadsheet run %j', async (text) => {
  const [line = ''] = await linesOf(text);
  expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
});

test('writes numbers as they are, below zero too', async () => {
  expect(await linesOf(-5, 0, 12)).toEqual(['-5', '0', '12']);
});

test('writes dates in ISO 8601, truth as a word and nothing as nothing', async () => {
  const values = [new Date(0), true, false, null].map((value) => ({ value, end: 'x' }));
  async function* rows() {
    yield* values;
  }
  const text = (await buffer(toCsv(rows(), ['value', 'end']))).toString().trim();
  expect(text.split('\n').slice(1)).toEqual(['1970-01-01T00:00:00.000Z,x', 'true,x', 'false,x', ',x']);
});

test('keeps a cell together that has a semicolon, a quote or a line break in it', async () => {
  expect(await linesOf('a;=1+1')).toEqual(['"a;=1+1"']);
  expect(await linesOf('say "hi"')).toEqual(['"say ""hi"""']);
  expect(await linesOf('one\ntwo')).toEqual(['"one', 'two"']);
});
