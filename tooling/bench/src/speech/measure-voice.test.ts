import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_LOCAL_VOICE, openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { measureVoice } from './measure-voice.ts';
import { hasName, wordErrors } from './word-errors.ts';

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await openSpeechEngine();
});
afterAll(() => engine.close());

// Voice and recognizer give the same result each time; the limits are far from it, for what another machine rounds otherwise.
test('the default voice is understood, and known names are heard as such', { timeout: 180_000 }, async () => {
  const figures = await measureVoice(engine, DEFAULT_LOCAL_VOICE, 6);
  expect(figures.wordErrorRate).toBeLessThan(0.1);
  expect(figures.knownNamesRight).toBeGreaterThanOrEqual(3);
  expect(figures.knownNamesRight).toBeGreaterThanOrEqual(figures.namesRight);
  expect(figures.falseNames).toBe(0);
});

test.each([
  ['One moment, please.', 'one moment please', 0],
  ['One moment, please.', 'One month, please.', 1],
  ['One moment, please.', '', 3],
  ['Two hours', '2 hours a day', 2],
])('%s → %s', (said, heard, errors) => {
  expect(wordErrors(said, heard).errors).toBe(errors);
});

test('finds names however they are spaced', () => {
  expect(hasName('I pay with Green Sky.', 'GreenSky')).toBe(true);
  expect(hasName('I pay with green ski.', 'GreenSky')).toBe(false);
});
