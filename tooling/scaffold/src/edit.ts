/** Adds names to what a file imports from a module, as a line of its own: the formatter of the project sorts nothing. */
export function withImport(
  code: string,
  module: string,
  names: readonly string[],
  kind: 'value' | 'type' = 'value',
): string {
  const keyword = kind === 'type' ? 'import type' : 'import';
  const present = new RegExp(`${keyword} \\{([^}]*)\\} from '${module.replaceAll('.', '\\.')}';`).exec(code);
  if (present === null) return insertImport(code, module, `${keyword} { ${sorted(names)} } from '${module}';`);
  const all = [...(present[1] ?? '').split(','), ...names].map((name) => name.trim()).filter((name) => name !== '');
  return code.replace(present[0], () => `${keyword} { ${sorted(all)} } from '${module}';`);
}

const sorted = (names: readonly string[]): string =>
  [...new Set(names)].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())).join(', ');

/** Packages before files above, those before files beside; each by name. */
const rank = (module: string): string => `${module.startsWith('./') ? 2 : module.startsWith('.') ? 1 : 0}${module}`;

function insertImport(code: string, module: string, line: string): string {
  const imports = [...code.matchAll(/^import [^;]*? from '([^']+)';\n/gms)];
  const next = imports.find(([, other = '']) => rank(other) > rank(module));
  const last = imports.at(-1);
  const at = next?.index ?? (last === undefined ? 0 : last.index + last[0].length);
  return `${code.slice(0, at)}${line}\n${last === undefined ? '\n' : ''}${code.slice(at)}`;
}

/** Adds an entry at the end of the last router of a file. */
export function withEntry(code: string, entry: string): string {
  const end = code.lastIndexOf('});');
  return `${code.slice(0, end)}${entry}${code.slice(end)}`;
}
