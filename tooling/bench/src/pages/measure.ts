import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { SeededAccount } from './seed.ts';
import { sessionOf } from './seed.ts';

const WATCH = fileURLToPath(new URL('watch-page.js', import.meta.url));
const BASE = '/app';
/** They ask for little, so that whoever goes on from there waits for the next page only. */
const STARTING_POINTS = [`${BASE}/settings/profile`, `${BASE}/integrations`] as const;
/** The settings keep their frame from page to page: whoever opens them comes from elsewhere. */
const startOf = (path: string): string => STARTING_POINTS[path.startsWith(`${BASE}/settings`) ? 1 : 0];
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What no link on a page leads to: states of a page that ask for more than it does at first, and what menus open. */
const UNLINKED: Record<SeededAccount['kind'], string[]> = {
  business: [
    '?days=90',
    'calls?q=Garcia',
    'calls?q=nobody-of-this-name',
    'calls?status=failed',
    'calls?offset=90000',
    'agents?q=1999',
    'agents?sort=name&offset=1950',
    'phone-numbers?sort=agent&offset=450',
    'notifications',
    'onboarding',
    'report-issue',
  ],
  agency: [
    '?period=all',
    'clients?q=499',
    'clients?sort=minutes&offset=475',
    'clients/calls?q=Garcia',
    'clients/calls?offset=975',
    'clients/agents?q=4&sort=name',
    'usage?offset=90000',
    'notifications',
  ],
  client: ['calls?q=Garcia', 'onboarding'],
};

export interface PageFigures {
  /** The address without the base, with `:id` for what names a row. */
  name: string;
  /** From the click on a link until the data can be seen, in ms, of each visit. */
  visits: number[];
  /** The time that the page's own thread worked on each visit, in ms: other work on the machine does not add to it. */
  work: number[];
  /** The same from the start of a load of the whole application. */
  loads: number[];
  elements: number;
  /** What came over the wire on a visit, and on a load with the scripts in the browser's cache. */
  visitBytes: number;
  loadBytes: number;
}

/** Pages of one kind, which differ in the row that they show, have one name. */
const nameOf = (path: string): string => path.slice(BASE.length).replace(UUID, ':id');

/**
 * Every page that an account's navigation leads to, one of each kind that those lead to, and what is not linked, measured.
 * Those that `only` does not match are opened to find what they link to.
 */
export async function* measurePages(
  browser: Browser,
  apiUrl: string,
  account: SeededAccount,
  visits: number,
  only = /^/,
): AsyncGenerator<PageFigures> {
  const context = await browser.newContext({ baseURL: apiUrl, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${BASE}/favicon.svg`);
  await page.evaluate(`localStorage.setItem('leadlock.session', ${quoted(sessionOf(account))})`);
  if (account.actsFor) await page.evaluate(`sessionStorage.setItem('leadlock.account', ${quoted(account.actsFor)})`);
  await page.addInitScript({ path: WATCH });
  const devtools = await openDevtools(page);

  const found = new Map(['', ...UNLINKED[account.kind]].map((path) => [`/${path}`, `${BASE}/${path}`]));
  for (const [name, path] of found) {
    if (only.test(name)) yield { name, ...(await measurePage(page, devtools, path, visits)) };
    else await load(page, path);
    for (const link of await page.evaluate<string[]>('pageWatch.links()')) {
      if (link.startsWith(`${BASE}/`) && !found.has(nameOf(link))) found.set(nameOf(link), link);
    }
  }
  await context.close();
}

async function measurePage(
  page: Page,
  devtools: Awaited<ReturnType<typeof openDevtools>>,
  path: string,
  count: number,
): Promise<Omit<PageFigures, 'name'>> {
  const visits: number[] = [];
  const work: number[] = [];
  const loads: number[] = [];
  let [visitBytes, loadBytes] = [0, 0];
  for (let visit = 0; visit < count; visit += 1) {
    await load(page, startOf(path));
    devtools.reset();
    // Where one starts from can only be loaded.
    if (path !== startOf(path)) {
      const workedBefore = await devtools.worked();
      visits.push(await page.evaluate<number>(`pageWatch.visit(${JSON.stringify(path)})`));
      work.push((await devtools.worked()) - workedBefore);
    }
    visitBytes = devtools.bytes();
    devtools.reset();
    loads.push(await load(page, path));
    loadBytes = devtools.bytes();
  }
  return { visits, work, loads, elements: await page.locator('*').count(), visitBytes, loadBytes };
}

/** @returns how long it took until the data could be seen, in ms */
async function load(page: Page, path: string): Promise<number> {
  await page.goto(path);
  return page.evaluate<number>('pageWatch.ready()');
}

const quoted = (value: unknown): string => JSON.stringify(JSON.stringify(value));

async function openDevtools(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  let total = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (total += encodedDataLength));
  await session.send('Network.enable');
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    bytes: () => total,
    reset() {
      total = 0;
    },
    /** For how long the page's thread has worked, in ms. */
    async worked(): Promise<number> {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    },
  };
}
