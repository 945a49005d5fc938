import { readFileSync, writeFileSync } from 'node:fs';
import { findExampleProblems } from '@leadlock/trpc/document-examples';
import { buildDocument, formatDocument } from './document.ts';
import { appRouter } from './router.ts';

const target = new URL('../openapi.json', import.meta.url);

const problems = findExampleProblems(appRouter);
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}

// `pnpm openapi` writes the document that the repository keeps; with --verify it only fails when that is another one.
const document = formatDocument(buildDocument());
if (process.argv.includes('--verify')) {
  if (readFileSync(target, 'utf8') !== document) {
    process.stderr.write('packages/api/openapi.json is stale: run pnpm openapi\n');
    process.exit(1);
  }
} else {
  writeFileSync(target, document);
}
