import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { givenName } from './given-name.ts';

test.each([
  ['(415) 555-7194', null],
  ['+1 415 555 7194', null],
  ['', null],
  [null, null],
  ['Main line', 'Main line'],
  ['Line 2', 'Line 2'],
  ['555-0000', '555-0000'],
  ['94', '94'],
])('a number named %j has the name %j', (friendly_name, name) => {
  expect(givenName({ phone_number: '+14155557194', friendly_name })).toBe(name);
});

// The palette and an agency's client showed each number twice: "+1 (617) 555-0142 (617) 555-0142".
test('names of numbers are read in one place', async () => {
  const sources = fileURLToPath(new URL('../..', import.meta.url));
  const reading: string[] = [];
  for await (const file of glob('**/*.{ts,tsx}', { cwd: sources })) {
    if (file.includes('.test.')) continue;
    if (/\.friendly_name(?!\?\.message)/.test(await readFile(`${sources}/${file}`, 'utf8'))) reading.push(file);
  }
  expect(reading).toEqual([]);
});
