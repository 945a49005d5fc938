import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findOrInstallBrowser } from '@leadlock/launch/browser';
import { ensureDashboard } from '@leadlock/launch/dashboard/ensure-dashboard';
import { launch } from '@leadlock/launch/launch';
import { chromium } from 'playwright-core';
import { measurePages, type PageFigures } from './measure.ts';
import { seedAccounts } from './seed.ts';

/** The share of visits, of sorted times, that were no longer. */
function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

const column = (text: string | number, width: number): string => String(text).padStart(width);
const milliseconds = (value: number): string => (Number.isNaN(value) ? '—' : value.toFixed(0));

function printTable(kind: string, pages: readonly PageFigures[], limitMs: number): void {
  console.log(`\n${kind}`);
  console.log(`${''.padEnd(36)}  visit p50   p95 ms    load p50   p95 ms   elements   visit kB   load kB`);
  for (const { name, visits, loads, elements, visitBytes, loadBytes } of pages) {
    console.log(
      name.padEnd(36) +
        column(milliseconds(percentile(visits, 0.5)), 11) +
        column(milliseconds(percentile(visits, 0.95)), 9) +
        column(milliseconds(percentile(loads, 0.5)), 12) +
        column(milliseconds(percentile(loads, 0.95)), 9) +
        column(elements, 11) +
        column((visitBytes / 1000).toFixed(1), 11) +
        column((loadBytes / 1000).toFixed(1), 10) +
        (percentile(visits, 0.5) > limitMs ? '   too slow' : ''),
    );
  }
}

/**
 * `pnpm bench pages [--calls 100000] [--agents 2000] [--clients 500] [--visits 7] [--limit 300]`: how long every page of
 * the dashboard takes to show its data on large accounts. Fails where half of the visits to a page take longer than the
 * limit, in ms.
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
    let slow = 0;
    for (const account of accounts) {
      const pages = await measurePages(browser, PUBLIC_API_URL, account, Number(values.visits));
      printTable(account.kind, pages, limitMs);
      slow += pages.filter(({ visits }) => percentile(visits, 0.5) > limitMs).length;
    }
    await browser.close();
    if (slow > 0) {
      console.error(`\nPages over ${limitMs} ms: ${slow}`);
      process.exitCode = 1;
    }
  } finally {
    await launched.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
