import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { DASHBOARD } from './folders.ts';

/** What each module of ours in a build imports, by names as they are in its manifest: paths from the dashboard's folder. */
export type ModuleGraph = Readonly<Record<string, ModuleImports | undefined>>;

interface ModuleImports {
  /** Modules of ours. */
  now: readonly string[];
  /** Parts that are loaded once they are asked for, with `import()` here or in a library that is imported here. */
  later: readonly string[];
}

const FILE = '.vite/modules.json';
const LIBRARIES = '/node_modules/';

/**
 * Keeps in a build which module imports which. The manifest says that of chunks alone, and a chunk holds what many
 * pages share: it would not tell which of them ask for a part that is loaded later.
 */
export function noteModules(): Plugin {
  return {
    name: 'note-modules',
    generateBundle() {
      const graph: Record<string, ModuleImports> = {};
      for (const id of this.getModuleIds()) if (!id.includes(LIBRARIES)) graph[moduleName(id)] = importsOf(this, id);
      this.emitFile({ type: 'asset', fileName: FILE, source: JSON.stringify(graph) });
    },
  };
}

export const readModules = (build: string): ModuleGraph =>
  JSON.parse(readFileSync(join(build, FILE), 'utf8')) as ModuleGraph;

function importsOf(build: Pick<Rolldown.PluginContext, 'getModuleInfo'>, id: string): ModuleImports {
  const [now, later] = [new Set<string>(), new Set<string>()];
  // A set is walked to its end, also while it grows: with this module come the libraries behind it.
  const reached = new Set([id]);
  for (const module of reached) {
    const info = build.getModuleInfo(module);
    for (const imported of info?.dynamicallyImportedIds ?? []) later.add(moduleName(imported));
    for (const imported of info?.importedIds ?? []) {
      if (imported.includes(LIBRARIES)) reached.add(imported);
      else now.add(moduleName(imported));
    }
  }
  return { now: [...now], later: [...later] };
}

/** Modules that were made up, whose names begin with a zero, have no path. */
const moduleName = (id: string): string => (id.startsWith('/') ? relative(DASHBOARD, id) : id);
