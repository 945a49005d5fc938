import { silentLogger } from '@leadlock/observability/logger';
import { openSpeechEngine } from '@leadlock/voice/local';
import { spoken } from '@leadlock/voice/testing/situations';
import { expect, test } from 'vitest';
import { createOwnEars } from './own-ears.ts';

test('loads an engine with the first word, and again where that failed', { timeout: 60_000 }, async () => {
  let opened = 0;
  const ears = createOwnEars(silentLogger, () => {
    opened++;
    return opened === 1 ? Promise.reject(new Error('no memory')) : openSpeechEngine();
  });
  const word = await spoken('Stop.', 'slt');
  await expect(ears.hear(word)).rejects.toThrow('no memory');
  expect(await Promise.all([ears.hear(word), ears.hear(word)])).toEqual(['Stop.', 'Stop.']);
  expect(opened).toBe(2);
});
