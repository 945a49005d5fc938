import { expect, test } from 'vitest';
import { spokenSentences } from './spoken-sentences.ts';

test('a sentence is being made while the one before is sent, and no other', async () => {
  const asked: string[] = [];
  const engine = {
    synthesize: (text: string) => {
      asked.push(text);
      return Promise.resolve(new Uint8Array([asked.length]));
    },
  };
  const seen: unknown[] = [];
  for await (const { sentence, audio } of spokenSentences(engine, 'rms', ['One.', 'Two.', 'Three.'])) {
    seen.push([sentence, audio[0], [...asked]]);
    if (sentence === 'Two.') break;
  }
  expect(seen).toEqual([
    ['One.', 1, ['One.', 'Two.']],
    ['Two.', 2, ['One.', 'Two.', 'Three.']],
  ]);
});
