import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../repository.ts';
import { isCurrent, otherSources, ownSources, sourcesFile, type Sources } from './sources.ts';

const SHARED = join(ROOT, 'packages/api/src/brand-colors.ts');

let build: string;
beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), 'leadlock-build-'));
  mkdirSync(dirname(sourcesFile(build)));
  writeFileSync(join(build, 'index.html'), '');
});
afterEach(() => rmSync(build, { recursive: true }));

const record = (sources: Sources): void => writeFileSync(sourcesFile(build), JSON.stringify(sources));

test('a build is current while all that it was made of is as it was', () => {
  expect(isCurrent(build)).toBe(false);
  const made: Sources = { own: ownSources(), others: otherSources([SHARED]) };
  record(made);
  expect(isCurrent(build)).toBe(true);
  record({ ...made, own: 'other' });
  expect(isCurrent(build)).toBe(false);
  record({ ...made, others: { 'packages/api/src/brand-colors.ts': 'other' } });
  expect(isCurrent(build)).toBe(false);
  record({ ...made, others: { ...made.others, 'packages/api/src/gone.ts': 'any' } });
  expect(isCurrent(build)).toBe(false);
});

test('a build that is not whole is not current', () => {
  record({ own: ownSources(), others: {} });
  rmSync(join(build, 'index.html'));
  expect(isCurrent(build)).toBe(false);
});

test('only files of other packages count as theirs', () => {
  const modules = [
    SHARED,
    `${SHARED}?used-twice`,
    join(ROOT, 'apps/dashboard/src/main.tsx'),
    join(ROOT, 'node_modules/react/index.js'),
    '\0virtual',
  ];
  expect(Object.keys(otherSources(modules))).toEqual(['packages/api/src/brand-colors.ts']);
});
