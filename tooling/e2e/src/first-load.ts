import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page, Request, Route } from 'playwright-core';

export interface FirstLoad {
  /** The scripts that were asked for, by their paths below `/app/`. */
  scripts: Set<string>;
  /**
   * What was asked for after the document, in steps: each holds the paths of all that was asked for with nothing but the
   * answers of the steps before. Two are scripts, then data.
   */
  steps: string[][];
}

/** What a page shows only after it has them. Pictures, sound, fonts and what goes on for good hold nothing up. */
const BLOCKING = new Set(['script', 'stylesheet', 'fetch', 'xhr']);
/** For this long a page that has nothing to do asks for nothing either. */
const QUIET_MS = 50;
/** A page is never idle before it can be painted, for which it may need a script: then this is long enough. */
const IDLE_MS = 250;
const PATIENCE_MS = 60_000;

/**
 * Loads a page with an empty cache, until `ready`, which needs its data, can be seen, and measures what that took. No
 * request is answered before the page has sent all that it can send without the answer, so the steps are the same
 * however slow the machine is.
 */
export async function measureFirstLoad(page: Page, path: string, ready: Locator): Promise<FirstLoad> {
  const scripts = new Set<string>();
  const steps: string[][] = [];
  let unanswered: Route[] = [];
  let count = 0;
  // Where requests pass through here, the browser does without its cache.
  const take = async (route: Route): Promise<void> => {
    const request = route.request();
    const type = request.resourceType();
    if (type === 'script') scripts.add(pathOf(request).replace(/^\/app\//, ''));
    if (BLOCKING.has(type)) {
      count += 1;
      unanswered.push(route);
    }
    if (!isHeld(route)) await route.continue();
  };
  const answer = (routes: readonly Route[]): Promise<unknown> =>
    Promise.all(routes.filter(isHeld).map((route) => route.continue()));
  const untilNothingIsAsked = async (): Promise<void> => {
    for (let before = -1; before !== count;) {
      before = count;
      await page.evaluate((timeout) => new Promise((resolve) => requestIdleCallback(resolve, { timeout })), IDLE_MS);
      await delay(QUIET_MS);
    }
  };

  const end = performance.now() + PATIENCE_MS;
  await page.route('**/*', take);
  await page.goto(path, { waitUntil: 'commit' });
  for (;;) {
    await untilNothingIsAsked();
    if (await ready.isVisible()) break;
    if (performance.now() > end) throw new Error(`${path} was not there within ${PATIENCE_MS} ms`);
    const step = unanswered;
    unanswered = [];
    await answer(step);
    const waitedFor = await Promise.all(step.map(async (route) => ((await holdsUp(route.request())) ? [route] : [])));
    if (waitedFor.flat().length > 0) steps.push(waitedFor.flat().map((route) => pathOf(route.request())));
  }
  await answer(unanswered);
  await page.unroute('**/*', take);
  return { scripts, steps };
}

/** Without its styles a page is not painted, and would have to be waited for as above each time. */
const isHeld = (route: Route): boolean => {
  const type = route.request().resourceType();
  return BLOCKING.has(type) && type !== 'stylesheet';
};

const pathOf = (request: Request): string => new URL(request.url()).pathname;

/** Waits for an answer, and says whether a page has to. */
async function holdsUp(request: Request): Promise<boolean> {
  const response = await request.response();
  const type = response?.headers()['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) return false;
  await response?.finished();
  return !type.startsWith('audio/');
}
