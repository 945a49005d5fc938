import { expect, test } from 'vitest';
import { formatFields, formatTable, type Column } from './table.ts';

interface Row {
  id: string;
  name: string | null;
  count: number;
}

const COLUMNS: Column<Row>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NAME', value: ({ name }) => name, optional: 1 },
  { title: 'COUNT', value: ({ count }) => count, align: 'right' },
];

const ROWS: Row[] = [
  { id: 'a', name: '日本', count: 7 },
  { id: 'bcd', name: null, count: 1_000 },
];

test('columns stand below each other, wide letters and all', () => {
  expect(formatTable(COLUMNS, ROWS)).toBe(['ID   NAME  COUNT', 'a    日本      7', 'bcd  –      1000'].join('\n'));
});

test('what is optional goes where there is no room, and nothing else does', () => {
  expect(formatTable(COLUMNS, ROWS, 16)).toContain('NAME');
  expect(formatTable(COLUMNS, ROWS, 15)).toBe(['ID   COUNT', 'a        7', 'bcd   1000'].join('\n'));
  expect(formatTable(COLUMNS, ROWS, 3)).toContain('COUNT');
});

test('names are cut before a column goes, and the lesser columns go first', () => {
  const columns: Column<Row>[] = [
    { title: 'ID', value: ({ id }) => id, optional: 2 },
    { title: 'NAME', value: ({ name }) => name, shrinks: true },
    { title: 'COUNT', value: ({ count }) => count, align: 'right', optional: 1 },
  ];
  const rows: Row[] = [{ id: 'a', name: 'The front desk', count: 7 }];
  expect(formatTable(columns, rows, 25)).toBe('ID  NAME            COUNT\na   The front desk      7');
  expect(formatTable(columns, rows, 20)).toBe('ID  NAME       COUNT\na   The fron…      7');
  expect(formatTable(columns, rows, 14)).toBe('ID  NAME\na   The front…');
  expect(formatTable(columns, rows, 9)).toBe('NAME\nThe fron…');
  expect(formatTable(columns, [{ id: 'a', name: '日本語の受付係', count: 7 }], 9)).toBe('NAME\n日本語の…');
  const family = '👩‍👩‍👧‍👦';
  expect(formatTable(columns, [{ id: 'a', name: family.repeat(6), count: 7 }], 9)).toBe(`NAME\n${family.repeat(4)}…`);
});

test('cells keep to their line, and no cell moves the terminal', () => {
  expect(formatTable(COLUMNS, [{ id: 'x', name: 'two\nlines\u001b[2J', count: 0 }])).toBe(
    'ID  NAME           COUNT\nx   two lines\u{FFFD}[2J      0',
  );
});

test('fields are aligned, and their further lines too', () => {
  expect(
    formatFields([
      ['id', 'x'],
      ['prompt', 'one\ntwo'],
      ['none', null],
    ]),
  ).toBe('id      x\nprompt  one\n        two\nnone    –');
});
