/** The part of Vite's manifest that is read here: source files by name, and what was made of them. */
export type ViteManifest = Readonly<Record<string, ManifestEntry | undefined>>;

interface ManifestEntry {
  file: string;
  isEntry?: boolean;
  /** Entries that it imports, and so must be there before it runs. */
  imports?: string[];
  css?: string[];
}

/** A page of the dashboard. */
interface BuiltPage {
  /** The address below the dashboard's; `$name` stands for any one segment. */
  pattern: string[];
  /** The routes whose components it consists of, from the outermost to its own, by their keys in the manifest. */
  routes: string[];
  /** What it needs besides the entry's files. */
  files: string[];
}

interface RouteFile {
  key: string;
  parts: string[];
}

/** The component of a route, which the router's plugin makes a chunk of its own. */
const ROUTE = /^src\/routes\/(.+)\.tsx\?tsr-split=component$/;

/**
 * Finds the files that a page of the dashboard needs besides the entry's, so that the browser may fetch all of them at
 * once instead of finding one inside the other.
 */
export function pagePreloads(manifest: ViteManifest): (path: string) => readonly string[] {
  const pages = builtPages(manifest);
  return (path) => {
    const segments = path.split('/').filter((segment) => segment !== '');
    return pages.find(({ pattern }) => matches(pattern, segments))?.files ?? [];
  };
}

/** All pages of a build. Routes are named by their files, as TanStack Router reads them. */
export function builtPages(manifest: ViteManifest): BuiltPage[] {
  const routes = Object.keys(manifest).flatMap(toRouteFile);
  const known = new Set(entryFiles(manifest));
  return (
    routes
      .filter((route) => !routes.some((other) => isAbove(route, other)))
      .map(({ key, parts }): BuiltPage => {
        const above = routes.filter((other) => isAbove(other, { parts }));
        const chain = [
          ...above.toSorted((one, other) => one.parts.length - other.parts.length).map((one) => one.key),
          key,
        ];
        const files = new Set(chain.flatMap((needed) => filesOf(manifest, needed)));
        return { pattern: toPattern(parts), routes: chain, files: [...files].filter((file) => !known.has(file)) };
      })
      // Fixed segments win over any.
      .toSorted((one, other) => wildcards(one) - wildcards(other))
  );
}

/** What every page loads. */
export const entryFiles = (manifest: ViteManifest): string[] =>
  Object.keys(manifest)
    .filter((key) => manifest[key]?.isEntry)
    .flatMap((key) => filesOf(manifest, key));

function toRouteFile(key: string): RouteFile[] {
  const name = ROUTE.exec(key)?.[1];
  if (name === undefined || name.startsWith('__')) return [];
  const parts = name.split(/[/.]/);
  return [{ key, parts: parts.at(-1) === 'route' ? parts.slice(0, -1) : parts }];
}

const isAbove = (layout: Pick<RouteFile, 'parts'>, page: Pick<RouteFile, 'parts'>): boolean =>
  layout.parts.length < page.parts.length && layout.parts.every((part, index) => part === page.parts[index]);

/** Names with an underscore only group pages; `index` is the page of its folder. */
const toPattern = (parts: readonly string[]): string[] =>
  parts.filter((part, index) => !part.startsWith('_') && !(part === 'index' && index === parts.length - 1));

const wildcards = ({ pattern }: BuiltPage): number => pattern.filter((part) => part.startsWith('$')).length;

const matches = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => part.startsWith('$') || part === segments[index]);

/** A chunk's own file and all that must be there before it runs. */
export function filesOf(manifest: ViteManifest, key: string, seen = new Set<string>()): string[] {
  const entry = manifest[key];
  if (!entry || seen.has(key)) return [];
  seen.add(key);
  return [
    entry.file,
    ...(entry.css ?? []),
    ...(entry.imports ?? []).flatMap((imported) => filesOf(manifest, imported, seen)),
  ];
}
