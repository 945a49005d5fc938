import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSecretBox } from './envelope-encryption.ts';

const key = (): string => randomBytes(32).toString('base64');

test('opens what it sealed, never to the same text twice', () => {
  const box = createSecretBox([key()]);
  const [first, second] = [box.seal('sécret', 'row/1'), box.seal('sécret', 'row/1')];
  expect(first).not.toBe(second);
  expect(box.open(first, 'row/1')).toBe('sécret');
  expect(first).not.toContain('sécret');
  expect(first.startsWith(box.currentPrefix)).toBe(true);
});

test('refuses a value that was moved, changed or cut', () => {
  const box = createSecretBox([key()]);
  const sealed = box.seal('secret', 'row/1');
  expect(() => box.open(sealed, 'row/2')).toThrow(/authenticate/);
  const changed = sealed.slice(0, 40) + (sealed[40] === 'A' ? 'B' : 'A') + sealed.slice(41);
  for (const bad of [changed, sealed.slice(0, 30), `v2${sealed.slice(2)}`, 'nonsense', '']) {
    expect(() => box.open(bad, 'row/1')).toThrow(/authenticate|not configured|Invalid/);
  }
});

test('refuses a tag that is shorter than it was sealed with', () => {
  const box = createSecretBox([key()]);
  const sealed = box.seal('', 'row/1');
  const bytes = Buffer.from(sealed.slice(box.currentPrefix.length), 'base64url');
  // An empty text leaves nothing after the tag, so whatever is cut off comes off the tag.
  for (const length of [12, 16, 20, 24, 27]) {
    const cut = box.currentPrefix + bytes.subarray(0, length).toString('base64url');
    expect(() => box.open(cut, 'row/1')).toThrow('Invalid encrypted secret: it is truncated');
  }
  expect(box.open(sealed, 'row/1')).toBe('');
  // A tag that is cut to what GCM also knows leaves a text that ends in the rest of it: that is no valid one.
  const whole = box.seal('secret', 'row/1');
  const all = Buffer.from(whole.slice(box.currentPrefix.length), 'base64url');
  for (const missing of [1, 4, 8, 12]) {
    const cut = box.currentPrefix + all.subarray(0, all.length - missing).toString('base64url');
    expect(() => box.open(cut, 'row/1')).toThrow(/authenticate|it is truncated/);
  }
});

test('opens values of older keys and seals under the first', () => {
  const [older, newer] = [key(), key()];
  const sealed = createSecretBox([older]).seal('secret', 'p');
  const box = createSecretBox([newer, older]);
  expect(box.open(sealed, 'p')).toBe('secret');
  expect(sealed.startsWith(box.currentPrefix)).toBe(false);
  expect(createSecretBox([newer]).open(box.seal('again', 'p'), 'p')).toBe('again');
});

test('wants keys of 32 bytes, and at least one', () => {
  expect(() => createSecretBox([])).toThrow(/At least one/);
  expect(() => createSecretBox([Buffer.alloc(16).toString('base64')])).toThrow(/32 bytes/);
});
