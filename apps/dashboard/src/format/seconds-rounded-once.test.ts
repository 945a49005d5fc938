import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));
/** Comments may be in any words: nobody reads them on a page. */
const COMMENTS = /\/\*[^]*?\*\/|(?<![:"'`\\])\/\/.*/g;

async function lines(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob('**/*.{ts,tsx}', { cwd: SOURCES })) {
    if (file.includes('.test.')) continue;
    const source = (await readFile(`${SOURCES}/${file}`, 'utf8')).replaceAll(COMMENTS, '');
    for (const line of source.split('\n')) found.push(`${file}: ${line.trim()}`);
  }
  return found;
}

// An axis that rounded for itself showed 0.1 s at 150 ms and 0.5 s at 450 ms.
test('seconds are rounded in one place', async () => {
  const all = await lines();
  expect(all.length).toBeGreaterThan(5_000);
  const elsewhere = all.filter((line) => !line.startsWith('format/'));
  expect(elsewhere.filter((line) => /toFixed\(\d\)\} ?(?:m?s|min|h)\b/.test(line))).toEqual([]);
});
