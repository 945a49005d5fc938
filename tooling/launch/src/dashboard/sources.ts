import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../repository.ts';
import { DASHBOARD } from './folders.ts';

/** What a build was made of; kept in it. */
export interface Sources {
  /** The dashboard's own files, and the versions of what is installed. */
  own: string;
  /** Files of other packages that ended up in it, from the repository's folder, each with its hash. */
  others: Record<string, string>;
}

const FILE = '.vite/sources.json';
const OWN = ['index.html', 'package.json', 'vite.config.ts', 'tsr.config.json', 'src', 'public'];
/** Tests never end up in a build; the route tree is made from the routes. */
const IGNORED = /\.test\.tsx?$|routeTree\.gen\.ts$/;

const hash = (...files: string[]): string => {
  const digest = createHash('sha256');
  for (const file of files)
    digest
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return digest.digest('hex');
};

export function ownSources(): string {
  const files = OWN.flatMap((name) => {
    const path = join(DASHBOARD, name);
    if (!existsSync(path)) return [];
    if (name.includes('.')) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !IGNORED.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  });
  return hash(...files.toSorted(), join(ROOT, 'pnpm-lock.yaml'));
}

/** The hashes of those modules that are files of other packages of this repository. */
export function otherSources(modules: Iterable<string>): Sources['others'] {
  const files = [...new Set(modules)]
    .map((module) => module.split('?', 1)[0] ?? '')
    .filter((file) => file.startsWith(ROOT) && !file.startsWith(DASHBOARD) && !file.includes('/node_modules/'))
    .toSorted();
  return Object.fromEntries(files.map((file) => [relative(ROOT, file), hash(file)]));
}

export const sourcesFile = (build: string): string => join(build, FILE);

/** Whether a folder holds a build of the sources as they are now. */
export function isCurrent(build: string): boolean {
  const file = sourcesFile(build);
  if (!existsSync(file) || !existsSync(join(build, 'index.html'))) return false;
  const { own, others } = JSON.parse(readFileSync(file, 'utf8')) as Sources;
  return (
    own === ownSources() &&
    Object.entries(others).every(([name, known]) => existsSync(join(ROOT, name)) && hash(join(ROOT, name)) === known)
  );
}
