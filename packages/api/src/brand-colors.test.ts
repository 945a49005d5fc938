import { expect, test } from 'vitest';
import { brandStyle, contrastRatio } from './brand-colors.ts';

/** The grounds of rows under the pointer, on which text is hardest to read. */
const LIGHT_GROUND = '#eff3f3';
const DARK_GROUND = '#1f2628';

test('contrast is measured as WCAG defines it', () => {
  expect(contrastRatio('#ffffff', '#000')).toBeCloseTo(21);
  expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrastRatio('#123456', '#123456')).toBe(1);
  expect(contrastRatio('red', '#ffffff')).toBeNaN();
});

test('a color that can be read as it is stays as it is', () => {
  expect(brandStyle('#0B6E5F')).toEqual({
    '--brand': '#0b6e5f',
    '--on-brand': '#ffffff',
    '--brand-text': '#0b6e5f',
    '--brand-text-dark': expect.stringMatching(/^#[0-9a-f]{6}$/),
  });
});

test('black is written on light colors, white on dark ones', () => {
  expect(brandStyle('#ffe066')['--on-brand']).toBe('#000000');
  expect(brandStyle('#3b1d60')['--on-brand']).toBe('#ffffff');
});

test.each([
  '#000000',
  '#ffffff',
  '#ff0000',
  '#00ff00',
  '#0000ff',
  '#ffff00',
  '#6298b6',
  '#204060',
  '#808080',
  '#16191b',
])('text in %s and on it can be read', (color) => {
  const style = brandStyle(color);
  expect(style['--brand']).toBe(color);
  expect(contrastRatio(style['--on-brand'], color)).toBeGreaterThanOrEqual(4.5);
  expect(contrastRatio(style['--brand-text'], LIGHT_GROUND)).toBeGreaterThanOrEqual(4.5);
  expect(contrastRatio(style['--brand-text-dark'], DARK_GROUND)).toBeGreaterThanOrEqual(4.5);
});

test('short notation is a color, and what is none counts as the default', () => {
  expect(brandStyle('#fa0')).toEqual(brandStyle('#ffaa00'));
  expect(brandStyle('red;} body{display:none')).toEqual(brandStyle('#6298b6'));
  expect(brandStyle('')).toEqual(brandStyle('#6298b6'));
});
