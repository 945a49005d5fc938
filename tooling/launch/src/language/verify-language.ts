import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../repository.ts';
import { findSlips, readAvoidedWords } from './avoided-words.ts';

const GLOSSARY = 'docs/language.md';
const TEXTS = ['*.ts', '*.tsx', '*.mjs', '*.md', '*.html', '*.css', '*.yml'];
/** What others wrote or a program writes, migrations (which stay as they landed), and the list itself with its test. */
const LEFT_OUT = [
  GLOSSARY,
  '*.gen.ts',
  '*generated*',
  'packages/db/src/migrations/*',
  'tooling/launch/src/language/*.test.ts',
];

const list = spawnSync('git', ['ls-files', '-z', '--', ...TEXTS, ...LEFT_OUT.map((path) => `:!${path}`)], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 16 * 1024 * 1024,
});
if (list.status !== 0) throw new Error(list.stderr || 'git failed to list the files', { cause: list.error });
const words = readAvoidedWords(readFileSync(join(ROOT, GLOSSARY), 'utf8'));
const files = list.stdout.split('\0').filter((file) => file !== '');
for (const file of files) {
  for (const { line, word, instead } of findSlips(readFileSync(join(ROOT, file), 'utf8'), words)) {
    console.error(`${file}:${line}: "${word}" — write: ${instead}`);
    process.exitCode = 1;
  }
}
if (process.exitCode === 1) console.error(`See ${GLOSSARY}.`);
