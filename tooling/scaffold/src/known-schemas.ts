import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const NAMED = /\bexport const (\w+) =(?:(?!\bexport const\b)[^])*?\.meta\(\{\s*id: '\1'/g;

/** Where schemas stand that the document knows by name: `telephony/calls` by `CallLogResponse`. */
export function findKnownSchemas(root: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const file of globSync('packages/domains/*/src/*/schemas.ts', { cwd: root })) {
    const [, , domain = '', , folder = ''] = file.split(sep);
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(NAMED)) {
      known.set(name, `${domain}/${folder}`);
    }
  }
  return known;
}

/** How a folder of a domain imports the schemas of another. */
export function schemaModule(home: string, from: { domain: string; folder: string }): string {
  const [domain = '', folder = ''] = home.split('/');
  if (domain !== from.domain) return `@leadlock/${home}/schemas`;
  return folder === from.folder ? './schemas.ts' : `../${folder}/schemas.ts`;
}
