import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test.each(['/app', '/app/', '/app/calls?q=ann&offset=25#top', '/app/agents/1'])('%s is a page of ours', (path) => {
  expect(ownPath(path)).toBe(path);
});

test.each([
  'https://evil.example/app/',
  '//evil.example/app',
  '/\\evil.example/app',
  '/docs',
  '/application',
  '/app/../docs',
  '/app/..//evil.example',
  'javascript:alert(1)',
  '',
  42,
  undefined,
])('%s is not, and leads home', (path) => {
  expect(ownPath(path)).toBe('/app/');
});
