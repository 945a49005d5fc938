import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtPages, entryFiles, filesOf, type ViteManifest } from '@leadlock/app-api/dashboard/page-preloads';
import { BUILT } from '@leadlock/launch/dashboard/folders';

/** It runs before the first paint, and stands in the page beside the entry. */
const FIRST_PAINT = 'first-paint.js';

const isScript = (file: string): boolean => file.endsWith('.js');

/** The scripts that the build names for each address below the dashboard's; `$name` in one stands for any one segment. */
export function builtScripts(): Map<string, Set<string>> {
  const manifest = readManifest();
  const everywhere = [FIRST_PAINT, ...entryFiles(manifest)];
  return new Map(
    builtPages(manifest).map(({ pattern, files }) => [
      pattern.join('/'),
      new Set([...everywhere, ...files].filter(isScript)),
    ]),
  );
}

/** A part that pages load by and by, named by its source, with all that must be there before it runs. */
export const laterScripts = (source: string): string[] => {
  const files = filesOf(readManifest(), source);
  if (files.length === 0) throw new Error(`The build has no part of its own for ${source}`);
  return files.filter(isScript);
};

const sizes = new Map<string, number>();

/** What files of the build, by their paths below its folder, weigh together, each packed with gzip. */
export function packedBytes(files: Iterable<string>): number {
  let sum = 0;
  for (const file of files) {
    const size = sizes.get(file) ?? gzipSync(readFileSync(join(BUILT, file))).length;
    sizes.set(file, size);
    sum += size;
  }
  return sum;
}

const readManifest = (): ViteManifest =>
  JSON.parse(readFileSync(join(BUILT, '.vite', 'manifest.json'), 'utf8')) as ViteManifest;
