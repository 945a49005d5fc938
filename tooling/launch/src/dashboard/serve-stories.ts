import { join } from 'node:path';
import { build, preview } from 'vite';
import { DASHBOARD } from './folders.ts';

/**
 * Builds the pages that show every component, which no build of the product holds, and serves them until the process
 * ends. Says on its first line where they are.
 */
const outDir = join(DASHBOARD, 'node_modules/.cache/stories');
// The router's plugin looks for its settings and routes where the process stands.
process.chdir(DASHBOARD);
process.env.NODE_ENV = 'production';
const shared = { root: DASHBOARD, configFile: join(DASHBOARD, 'vite.config.ts'), logLevel: 'error' } as const;
await build({
  ...shared,
  build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(DASHBOARD, 'dev/components.html') } },
});
const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: 'localhost' } });
console.log(new URL('dev/components.html', server.resolvedUrls?.local[0]).href);
