import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createPronouncer, type Pronounce } from '../english/pronunciation.ts';
import { loadFlite } from '../flite.ts';
import { createNameCorrector, type Fit } from './name-corrector.ts';
import { soundDistance } from './sound-distance.ts';

let pronounce: Pronounce;
beforeAll(async () => {
  const flite = await loadFlite();
  pronounce = createPronouncer(flite.spellOut);
});

const NAMES = ['GreenSky', 'Kovalenko', 'Bright Smile Dental'];
const fits = (...likelihoods: number[]): Fit => vi.fn<Fit>(async (texts) => texts.map((_, i) => likelihoods[i] ?? -99));

describe('the corrector of names', { timeout: 60_000 }, () => {
  test.each([
    ['I have a loan with Greenske.', fits(-10, -20), 'I have a loan with GreenSky.'],
    ['Is this right smile dental?', fits(-10, -15), 'Is this Bright Smile Dental?'],
    ['I have a loan with Greenske.', fits(-10, -80), 'I have a loan with Greenske.'],
    ['I have a loan with Green Sky.', fits(), 'I have a loan with Green Sky.'],
    ['What are your opening hours?', fits(), 'What are your opening hours?'],
    ['', fits(), ''],
    ['… 1984 !', fits(), '… 1984 !'],
  ])('%s', async (text, fit, corrected) => {
    const correct = createNameCorrector(NAMES, pronounce);
    expect(await correct(text, fit)).toBe(corrected);
  });

  test('asks for no more than three candidates, and for none in a long story', async () => {
    const correct = createNameCorrector(['Annie', 'Hanna', 'Danny', 'Fanny', 'Nanny'], pronounce);
    const fit = fits(-1);
    await correct('My name is Anny.', fit);
    expect(vi.mocked(fit).mock.calls[0]?.[0].length).toBeLessThanOrEqual(4);
    await correct('Anny and '.repeat(100), fit);
    expect(fit).toHaveBeenCalledOnce();
  });
});

test('sounds that a line mixes up are near, others far', () => {
  const apart = (one: string, other: string): number => soundDistance(one.split(' '), other.split(' '));
  expect(apart('b ae t', 'b ae t')).toBe(0);
  expect(apart('b ae t', 'p ae t')).toBeLessThan(apart('b ae t', 'm ae t'));
  expect(apart('b ae t', 'b ae')).toBeGreaterThan(0);
  expect(soundDistance([], [])).toBe(0);
});
