import { expect, test } from 'vitest';
import document from '../openapi.json' with { type: 'json' };

/** What people read of the document: it must be written as the product's pages are. */
function* proseOf(value: unknown, path: string): Generator<[path: string, text: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, held] of Object.entries(value)) {
    const isProse = typeof held === 'string' && (key === 'description' || key === 'summary' || key === 'title');
    if (isProse) yield [`${path}/${key}`, held.replaceAll(/`[^`]*`/g, '')];
    else yield* proseOf(held, `${path}/${key}`);
  }
}

test('the document writes ’ for apostrophes, never the straight one', () => {
  const prose = [...proseOf(document, '')];
  expect(prose.length).toBeGreaterThan(500);
  expect(prose.filter(([, text]) => /\p{L}'(?:\p{L}|\s)/u.test(text))).toEqual([]);
});
