import { readFile } from 'node:fs/promises';
import { findExampleProblems } from '@leadlock/trpc/document-examples';
import { beforeAll, describe, expect, it } from 'vitest';
import { BEYOND_REFERENCE, FIELDS_BEYOND_REFERENCE } from '../src/contract/beyond-reference.ts';
import { BUILT_TAGS, LEFT_OUT } from '../src/contract/left-out.ts';
import { compareDocuments, type Comparison } from '../src/contract/compare.ts';
import type { OpenApi } from '../src/contract/openapi.ts';
import { buildDocument, formatDocument } from '../src/document.ts';
import { appRouter } from '../src/router.ts';

const readText = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');

describe('the API document', () => {
  let comparison: Comparison;
  let document: ReturnType<typeof buildDocument>;
  beforeAll(async () => {
    document = buildDocument();
    const reference = JSON.parse(await readText('../contract/reference.openapi.json')) as OpenApi;
    comparison = compareDocuments(reference, document as OpenApi);
  });

  it('does every operation it has as the reference does', () => {
    const { verdicts, schemas } = comparison;
    const present = verdicts.filter((verdict) => verdict.isPresent);
    const problems = present.flatMap(({ operation, problems }) =>
      problems.map((problem) => `${operation}: ${problem}`),
    );
    const matching = present.filter((verdict) => verdict.problems.length === 0);
    process.stdout.write(
      `contract: ${matching.length} of ${verdicts.length} operations, ${schemas.named.length} of ${schemas.total} schemas\n`,
    );
    const beyond = problems.map((problem) => /\.(\w+): not in the reference$/.exec(problem)?.[1] ?? '');
    expect(problems.filter((_, index) => !Object.hasOwn(FIELDS_BEYOND_REFERENCE, beyond[index] ?? ''))).toEqual([]);
    // No reason without a field.
    expect(Object.keys(FIELDS_BEYOND_REFERENCE).filter((field) => !beyond.includes(field))).toEqual([]);
  });

  it('has no operation beyond the reference without a reason, and no reason without an operation', () => {
    expect(comparison.extras.toSorted()).toEqual(Object.keys(BEYOND_REFERENCE).toSorted());
  });

  it('has every operation of the tags that are built, but those left out for a reason', () => {
    const missing = comparison.verdicts.filter(({ tag, isPresent }) => BUILT_TAGS.includes(tag) && !isPresent);
    expect(missing.map(({ operation }) => operation)).toEqual(Object.keys(LEFT_OUT));
  });

  it('shows a valid example with every operation', () => {
    expect(findExampleProblems(appRouter)).toEqual([]);
  });

  it('is the one in the repository; `pnpm openapi` writes it anew', async () => {
    expect(await readText('../openapi.json')).toBe(formatDocument(document));
  });
});
