import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from './checks.ts';
import { ROOT, tool } from './repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlock-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the project's lint says of a file. */
async function lint(code: string): Promise<string> {
  const file = join(folder, 'example.ts');
  writeFileSync(file, code);
  const { output } = await run([tool('oxlint'), '-c', join(ROOT, '.oxlintrc.json'), file], 'keep');
  return output;
}

test.each([
  String.raw`export const isNumber = (text: string): boolean => /^\s*[+-]?(\d+\.?\d*|\.\d+)$/.test(text);`,
  String.raw`export const isWord = (text: string): boolean => /^(?:\w+\s?)*$/.test(text);`,
])('refuses a regular expression that backtracks without end: %s', async (code) => {
  expect(await lint(code)).toContain('regexp(no-super-linear-backtracking)');
});

test('refuses one that begins again at every character', async () => {
  const code = String.raw`export const trim = (text: string): string => text.replace(/\s+$/, '');`;
  expect(await lint(code)).toContain('regexp(no-super-linear-move)');
});

test('refuses a promise that is dropped with void', async () => {
  const code = 'export const save = (work: () => Promise<void>): void => {\n  void work();\n};';
  expect(await lint(code)).toContain('eslint(no-void)');
});

test('takes one whose time grows with the length of the text', async () => {
  expect(
    await lint(String.raw`export const isId = (text: string): boolean => /^[a-z]+-\d+$/.test(text);`),
  ).not.toContain('regexp(');
});
