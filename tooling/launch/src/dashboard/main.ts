import { buildDashboard } from './build.ts';

// `pnpm build:dashboard`: what the api serves at /app. Does nothing when it is up to date.
const startedAt = performance.now();
const outcome = await buildDashboard();
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(outcome === 'built' ? `Built the dashboard in ${seconds} s.` : 'The dashboard is up to date.');
