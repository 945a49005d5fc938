import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findOrInstallBrowser } from '@leadlock/launch/browser';
import { ensureDashboard } from '@leadlock/launch/dashboard/ensure-dashboard';
import { launch } from '@leadlock/launch/launch';
import { chromium } from 'playwright-core';
import { pagesOfDashboard } from './dashboard-pages.ts';
import { measurePages, type PageFigures } from './measure.ts';
import { seedAccounts } from './seed.ts';

/** On a visit to a page. */
const MOST_ELEMENTS = 2_500;
const MOST_BYTES = 50_000;

/** The share of visits, of sorted times, that were no longer. */
function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

const column = (text: string | number, width: number): string => String(text).padStart(width);
const milliseconds = (value: number): string => (Number.isNaN(value) ? '—' : value.toFixed(0));

function printHeader(kind: string): void {
  console.log(`\n${kind}`);
  console.log(`${''.padEnd(40)}  visit p50   p95 ms   work p50    load p50   p95 ms   elements   visit kB   load kB`);
}

/** What of a page is more than it may be, in words. */
const problemsOf = ({ visits, elements, visitBytes }: PageFigures, limitMs: number): string[] => [
  ...(percentile(visits, 0.5) > limitMs ? ['too slow'] : []),
  ...(elements > MOST_ELEMENTS ? ['too many elements'] : []),
  ...(visitBytes > MOST_BYTES ? ['too much data'] : []),
];

function printRow(
  { name, visits, work, loads, elements, visitBytes, loadBytes }: PageFigures,
  problems: string[],
): void {
  console.log(
    name.padEnd(40) +
      column(milliseconds(percentile(visits, 0.5)), 11) +
      column(milliseconds(percentile(visits, 0.95)), 9) +
      column(milliseconds(percentile(work, 0.5)), 11) +
      column(milliseconds(percentile(loads, 0.5)), 12) +
      column(milliseconds(percentile(loads, 0.95)), 9) +
      column(elements, 11) +
      column((visitBytes / 1000).toFixed(1), 11) +
      column((loadBytes / 1000).toFixed(1), 10) +
      problems.map((problem) => `   ${problem}`).join(''),
  );
}

/**
 * `pnpm bench pages [--calls 100000] [--agents 2000] [--clients 500] [--visits 7] [--limit 300] [--only calls]`: how long every
 * page of the dashboard, or those whose address matches, takes to show its data on large accounts. Fails where half of the visits to a page take longer than the
 * limit, in ms, where a page makes too many elements or gets too much data, and where one was not reached.
 */
export async function runPagesBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      calls: { type: 'string', default: '100000' },
      agents: { type: 'string', default: '2000' },
      clients: { type: 'string', default: '500' },
      visits: { type: 'string', default: '7' },
      limit: { type: 'string', default: '300' },
      only: { type: 'string' },
    },
  });
  const limitMs = Number(values.limit);
  const problem = await ensureDashboard();
  if (problem !== null) throw new Error(`Failed to build the dashboard:\n${problem}`);
  const executablePath = await findOrInstallBrowser({ variables: process.env, say: console.log });
  const dataDir = mkdtempSync(join(tmpdir(), 'leadlock-bench-'));
  // Postgres may run under another account.
  chmodSync(dataDir, 0o711);
  const launched = await launch({
    services: ['sandbox', 'api'],
    variables: {
      PATH: process.env.PATH,
      SANDBOX_PORT: '0',
      API_PORT: '0',
      PROVIDERS: 'sandbox',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      RATE_LIMIT_REQUESTS_PER_MINUTE: '100000',
    },
    embeddedDatabase: true,
    onLine: (service, line) => console.error(`${service} | ${line}`),
    onUnexpectedExit: (service, how) => console.error(`${service} ${how}`),
  });
  const { PUBLIC_API_URL = '', DATABASE_URL = '', DATABASE_OWNER_URL = '', JWT_SECRET = '' } = launched.variables;
  try {
    const sizes = { calls: Number(values.calls), agents: Number(values.agents), clients: Number(values.clients) };
    console.log(
      `${sizes.calls} calls, ${sizes.agents} agents, and for the agency ${sizes.clients} clients; ${values.visits} visits to each page`,
    );
    const access = { connectionString: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL, jwtSecret: JWT_SECRET };
    const accounts = await seedAccounts(access, sizes);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    const failed: string[] = [];
    const only = values.only === undefined ? undefined : new RegExp(values.only);
    const missed = new Set(only === undefined ? pagesOfDashboard() : []);
    for (const account of accounts) {
      printHeader(account.kind);
      for await (const page of measurePages(browser, PUBLIC_API_URL, account, Number(values.visits), only)) {
        const problems = problemsOf(page, limitMs);
        printRow(page, problems);
        failed.push(...problems.map((problem) => `${account.kind} ${page.name}: ${problem}`));
        missed.delete(page.name);
      }
    }
    await browser.close();
    failed.push(...[...missed].map((name) => `${name}: not reached`));
    if (failed.length > 0) {
      console.error(`\n${failed.join('\n')}`);
      process.exitCode = 1;
    }
  } finally {
    await launched.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
