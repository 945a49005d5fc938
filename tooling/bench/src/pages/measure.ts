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

export interface PageFigures {
  /** The address, with `:id` for what names a row. */
  name: string;
  /** From the click on a link until the data can be seen, in ms, of each visit. */
  visits: number[];
  /** The same from the start of a load of the whole application. */
  loads: number[];
  elements: number;
  /** What came over the wire on a visit, and on a load with the scripts in the browser's cache. */
  visitBytes: number;
  loadBytes: number;
}

/** Pages of one kind, which differ in the row that they show, have one name. */
const nameOf = (path: string): string => path.replace(UUID, ':id');

/** Every page that an account's navigation leads to, and one of each kind that those lead to, measured. */
export async function measurePages(
  browser: Browser,
  apiUrl: string,
  account: SeededAccount,
  visits: number,
): Promise<PageFigures[]> {
  const context = await browser.newContext({ baseURL: apiUrl, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${BASE}/favicon.svg`);
  await page.evaluate(
    `localStorage.setItem('leadlock.session', ${JSON.stringify(JSON.stringify(sessionOf(account)))})`,
  );
  await page.addInitScript({ path: WATCH });
  const traffic = await countTraffic(page);

  const found = new Map<string, string>([[`${BASE}/`, `${BASE}/`]]);
  const figures: PageFigures[] = [];
  for (const [name, path] of found) {
    const ofPage: PageFigures = { name, visits: [], loads: [], elements: 0, visitBytes: 0, loadBytes: 0 };
    for (let visit = 0; visit < visits; visit += 1) {
      await page.goto(startOf(path));
      await untilReady(page);
      traffic.reset();
      // Where one starts from can only be loaded.
      if (path !== startOf(path)) ofPage.visits.push(await page.evaluate<number>(`pageWatch.visit('${path}')`));
      ofPage.visitBytes = traffic.bytes();
      traffic.reset();
      await page.goto(path);
      ofPage.loads.push(await untilReady(page));
      ofPage.loadBytes = traffic.bytes();
    }
    ofPage.elements = await page.locator('*').count();
    figures.push(ofPage);
    for (const link of await page.evaluate<string[]>('pageWatch.links()')) {
      const isPage = link.startsWith(`${BASE}/`) && !found.has(nameOf(link));
      if (isPage) found.set(nameOf(link), link);
    }
  }
  await context.close();
  return figures;
}

const untilReady = (page: Page): Promise<number> => page.evaluate<number>('pageWatch.ready()');

async function countTraffic(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  let total = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (total += encodedDataLength));
  await session.send('Network.enable');
  return {
    bytes: () => total,
    reset() {
      total = 0;
    },
  };
}
