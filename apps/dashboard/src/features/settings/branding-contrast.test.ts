import { expect, test } from 'vitest';
import { contrastNote } from './branding-contrast.ts';

test('a dark color is used as it is on white and made lighter for the dark theme', () => {
  expect(contrastNote('#0b3d91')).toMatchObject({ onBrand: 'white', linkInstead: null });
  expect(contrastNote('#0b3d91').darkLinkInstead).toMatch(/^#[0-9a-f]{6}$/);
  expect(contrastNote('#0b3d91').onBrandRatio).toBeGreaterThan(4.5);
});

test('a light color takes black text and darker links', () => {
  const note = contrastNote('#ffe066');
  expect(note).toMatchObject({ onBrand: 'black', darkLinkInstead: null });
  expect(note.linkInstead).not.toBe('#ffe066');
  expect(note.linkInstead).not.toBeNull();
});
