import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { build, type Plugin, type Rolldown } from 'vite';
import { compressFiles } from './compress.ts';
import { BUILT, DASHBOARD } from './folders.ts';
import { noteModules } from './module-graph.ts';
import { isCurrent, otherSources, ownSources, sourcesFile, type Sources } from './sources.ts';

/** On the same disk as the result, so that it can be moved there in one step. */
const WORK = join(DASHBOARD, 'node_modules/.cache/build');
const PATIENCE = { retries: 240, factor: 1, minTimeout: 500, maxTimeout: 500 };

/**
 * Builds the dashboard unless the build that is there is current. Several processes may ask at once: one builds, and
 * the others find its result. A build appears as a whole or not at all.
 */
export async function buildDashboard(): Promise<'built' | 'current'> {
  mkdirSync(WORK, { recursive: true });
  const release = await lock(WORK, { retries: PATIENCE });
  try {
    if (isCurrent(BUILT)) return 'current';
    const [made, replaced] = [join(WORK, 'new'), join(WORK, 'old')];
    for (const folder of [made, replaced]) rmSync(folder, { recursive: true, force: true });
    const own = ownSources();
    // The router's plugin looks for its settings and routes where the process stands.
    process.chdir(DASHBOARD);
    // Vite would keep what it inherits: below a test runner that is React's development build, half as large again.
    process.env.NODE_ENV = 'production';
    const result = await build({
      root: DASHBOARD,
      configFile: join(DASHBOARD, 'vite.config.ts'),
      logLevel: 'warn',
      plugins: [refuseServerCode(), noteModules()],
      build: { outDir: made, emptyOutDir: true },
    });
    await compressFiles(made);
    const sources: Sources = { own, others: otherSources(modulesOf(result)) };
    writeFileSync(sourcesFile(made), JSON.stringify(sources));
    if (existsSync(BUILT)) renameSync(BUILT, replaced);
    renameSync(made, BUILT);
    rmSync(replaced, { recursive: true, force: true });
    return 'built';
  } finally {
    await release();
  }
}

function modulesOf(result: Awaited<ReturnType<typeof build>>): string[] {
  const outputs = [result].flat().flatMap((one) => ('output' in one ? (one.output as Rolldown.OutputChunk[]) : []));
  return outputs.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}

/**
 * Refuses a bundle with anything of Node's own in it: that is code of the server that slipped in, most likely through
 * what a schema imports.
 */
function refuseServerCode(): Plugin {
  const importers = new Map<string, Set<string>>();
  return {
    name: 'refuse-server-code',
    enforce: 'pre',
    resolveId(source, importer) {
      if (isBuiltin(source) && importer) importers.set(importer, (importers.get(importer) ?? new Set()).add(source));
    },
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const found = modules.filter((module) => importers.has(module));
      if (found.length === 0) return;
      const told = found.map((module) => `${module} (${[...(importers.get(module) ?? [])].join(', ')})`);
      this.error(`The dashboard bundles server code: ${told.join('; ')}`);
    },
  };
}
