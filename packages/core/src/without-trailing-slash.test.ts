import { expect, test } from 'vitest';
import { withoutTrailingSlash } from './without-trailing-slash.ts';

test('takes off the slashes at the end, and no others', () => {
  expect(withoutTrailingSlash('https://a.example/b//')).toBe('https://a.example/b');
  expect(withoutTrailingSlash('https://a.example')).toBe('https://a.example');
  expect(withoutTrailingSlash('///')).toBe('');
});
