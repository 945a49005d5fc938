import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtPages, entryFiles, filesOf, type ViteManifest } from '@leadlock/app-api/dashboard/page-preloads';
import { BUILT } from '@leadlock/launch/dashboard/folders';
import { readModules } from '@leadlock/launch/dashboard/module-graph';

/** It runs before the first paint, and stands in the page beside the entry. */
const FIRST_PAINT = 'first-paint.js';
const ENTRY = 'src/main.tsx';
const ROUTES = 'src/routes/';
const ROOT_ROUTE = `${ROUTES}__root.tsx`;
/** What the router's plugin cut off a route, to be loaded with it. */
const SPLIT = '?tsr-split=';

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

/**
 * The parts that the modules of each address load later, by their sources, and what these load in turn. A part
 * that is left out is told, and not looked into.
 */
export function laterParts(isLeftOut: (source: string) => boolean): Map<string, Set<string>> {
  const graph = readModules(BUILT);
  return new Map(
    builtPages(readManifest()).map(({ pattern, routes }) => {
      const own = new Set([ROOT_ROUTE, ...routes.flatMap((route) => [route, route.split('?', 1)[0] ?? route])]);
      const found = new Set<string>();
      // A set is walked to its end, also while it grows.
      const reached = new Set([ENTRY, ...own]);
      for (const module of reached) {
        const { now, later } = graph[module] ?? { now: [], later: [] };
        // All routes hang on the entry; other pages' are not this one's.
        for (const next of now) if (!next.startsWith(ROUTES) || own.has(next)) reached.add(next);
        for (const part of later) {
          if (part.includes(SPLIT)) continue;
          found.add(part);
          if (!isLeftOut(part)) reached.add(part);
        }
      }
      return [pattern.join('/'), found];
    }),
  );
}

/** A part that pages load later, named by its source, with all that must be there before it runs. */
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
