import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DASHBOARD } from './folders.ts';

// Fails when the dashboard's route tree is not what its route files make, and leaves it as it was.
const file = join(DASHBOARD, 'src/routeTree.gen.ts');
const committed = readFileSync(file, 'utf8');
const generator = join(DASHBOARD, 'node_modules/.bin/tsr');
const { status, stdout, stderr } = spawnSync(generator, ['generate'], { cwd: DASHBOARD, encoding: 'utf8' });
const isCurrent = readFileSync(file, 'utf8') === committed;
if (!isCurrent) writeFileSync(file, committed);
if (status !== 0) console.error(stdout + stderr);
else if (!isCurrent) console.error('src/routeTree.gen.ts is stale. Run `pnpm --filter @leadlock/dashboard routes`.');
process.exitCode = status === 0 && isCurrent ? 0 : 1;
