import { runStaticChecks } from './checks.ts';

// `pnpm verify`: all that `npm test` checks before the tests.
const failed = await runStaticChecks();
process.exitCode = failed === 0 ? 0 : 1;
