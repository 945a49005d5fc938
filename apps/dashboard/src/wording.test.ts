import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** Comments may be in any words: nobody reads them on a page. */
const COMMENTS = /\/\*[^]*?\*\/|(?<![:"'`\\])\/\/.*/g;

async function lines(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob('**/*.{ts,tsx}', { cwd: import.meta.dirname })) {
    if (file.includes('.test.')) continue;
    const source = (await readFile(`${import.meta.dirname}/${file}`, 'utf8')).replaceAll(COMMENTS, '');
    for (const line of source.split('\n')) found.push(`${file}: ${line.trim()}`);
  }
  return found;
}

test.each([
  ['“ ” around what is quoted, never « »', /[«»]/],
  ['"color", never "colour"', /colour/i],
  ['"email", never "e-mail"', /e-mail/i],
])('the pages write %s', async (_, forbidden) => {
  const all = await lines();
  expect(all.length).toBeGreaterThan(5_000);
  expect(all.filter((line) => forbidden.test(line))).toEqual([]);
});

// An axis that rounded for itself showed 0.1 s at 150 ms and 0.5 s at 450 ms.
test('seconds are rounded in one place', async () => {
  const elsewhere = (await lines()).filter((line) => !line.startsWith('format/'));
  expect(elsewhere.filter((line) => /toFixed\(\d\)\} ?(?:m?s|min|h)\b/.test(line))).toEqual([]);
});
