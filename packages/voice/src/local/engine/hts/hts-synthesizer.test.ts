import { beforeAll, describe, expect, test } from 'vitest';
import { createPronouncer } from '../english/pronunciation.ts';
import { loadFlite } from '../flite.ts';
import { loadHtsSynthesizer, type StreamingSynthesizer } from './hts-synthesizer.ts';

const FRAME_MS = 5;
const BYTES_PER_MS = 8;

let speak: StreamingSynthesizer;
beforeAll(async () => {
  const flite = await loadFlite();
  speak = await loadHtsSynthesizer(createPronouncer(flite.spellOut));
});

async function blocksOf(text: string): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = [];
  for await (const block of speak(text)) blocks.push(block);
  return blocks;
}

describe('the statistical voice', { timeout: 60_000 }, () => {
  test('says a sentence in blocks of a tenth of a second, the same each time', async () => {
    const blocks = await blocksOf('Hello, how are you today?');
    expect(blocks.length).toBeGreaterThan(10);
    for (const block of blocks.slice(0, -1)) expect(block).toHaveLength(100 * BYTES_PER_MS);
    const audio = Buffer.concat(blocks);
    expect(audio.length % (FRAME_MS * BYTES_PER_MS)).toBe(0);
    expect(audio.length / BYTES_PER_MS).toBeGreaterThan(1200);
    expect(audio.length / BYTES_PER_MS).toBeLessThan(3000);
    expect(Buffer.concat(await blocksOf('Hello, how are you today?')).equals(audio)).toBe(true);
  });

  test.each([
    ['words that no dictionary has', 'Kovalenko Xylqwrt Brrr', 400],
    ['a name of a prototype', 'constructor __proto__ toString', 400],
    ['one very long word', 'x'.repeat(5000), 300],
    ['a long number', '9'.repeat(60), 4000],
  ])('says %s', async (_, text, leastMs) => {
    const ms = Buffer.concat(await blocksOf(text)).length / BYTES_PER_MS;
    expect(ms).toBeGreaterThan(leastMs);
    expect(ms).toBeLessThan(60_000);
  });

  test('says nothing where there are no words', async () => {
    expect(await blocksOf('?! ... , ; --')).toEqual([]);
  });

  test('begins a page of text without marks as soon as a sentence', async () => {
    const blocks = speak('and then some more words '.repeat(400));
    const first = await blocks.next();
    expect(first.value).toHaveLength(100 * BYTES_PER_MS);
    await blocks.return(undefined);
  });
});
