import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstallBrowser } from './browser.ts';
import { report, run, runStaticChecks } from './checks.ts';
import { ensureDashboard } from './dashboard/ensure-dashboard.ts';
import { tool } from './repository.ts';

/** The part of vitest's JSON report that is read here. */
interface TestReport {
  numPassedTests: number;
  numFailedTests: number;
}

/** Runs the tests and counts them. A run that fails without a failed test (a file that does not load) counts as one. */
async function runTests(filters: string[]): Promise<{ passed: number; failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlock-tests-'));
  const file = join(folder, 'report.json');
  const startedAt = performance.now();
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { succeeded } = await run([tool('vitest'), 'run', ...reporters, ...filters], 'show');
    report('tests', succeeded, startedAt);
    const { numPassedTests, numFailedTests } = readReport(file);
    return { passed: numPassedTests, failed: succeeded ? numFailedTests : Math.max(1, numFailedTests) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): TestReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestReport;
  } catch {
    // Vitest ended before it could write one.
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}

/** What browser tests need: a built dashboard and a browser. Returns how much of it could not be had. */
async function prepareBrowserTests(): Promise<number> {
  let failed = 0;
  const step = async (name: string, work: () => Promise<string | null>): Promise<void> => {
    const startedAt = performance.now();
    const problem = await work().catch((error: unknown) => String(error));
    if (problem !== null) {
      failed += 1;
      console.log(problem);
    }
    report(name, problem === null, startedAt);
  };
  await step('dashboard', () => ensureDashboard());
  await step('browser', async () => {
    process.env.BROWSER_PATH = await findOrInstallBrowser({ variables: process.env, say: console.log });
    return null;
  });
  return failed;
}

// `npm test`, and what CI runs: every check, then every test.
const failedChecks = (await runStaticChecks()) + (await prepareBrowserTests());
const { passed, failed } = await runTests(process.argv.slice(2));
const total = failed + failedChecks;
console.log(`${passed} passed, ${total} failed`);
process.exitCode = total === 0 && passed > 0 ? 0 : 1;
