import { devices, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { openBrowser } from './open-browser.ts';
import { forgetProblems, watchProblems } from './page-problems.ts';

export interface PageOptions {
  /** The system prefers dark. */
  dark?: boolean;
  /** 375 px wide, with a touch screen. */
  mobile?: boolean;
  /** A WAV file that the browser hears instead of a microphone. */
  fakeMicrophone?: string;
  /** False: scripts do not run, as before the first paint. */
  javaScript?: boolean;
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { ...devices['iPhone SE'], viewport: { width: 375, height: 667 }, defaultBrowserType: undefined };

/** How long Playwright waits for what a test asks for; two busy cores are slow. */
const PATIENCE_MS = 20_000;

/** What tests have given back, by what it was opened with. */
const unused = new Map<string, BrowserContext[]>();
const openedWith = new WeakMap<BrowserContext, PageOptions>();

const kindOf = ({ dark = false, mobile = false, fakeMicrophone = '', javaScript = true }: PageOptions): string =>
  JSON.stringify([dark, mobile, fakeMicrophone, javaScript]);

/**
 * A context that no test has now. One that was given back knows nobody, and still has the dashboard's scripts in its
 * cache, which take most of the time until a page is there.
 */
export async function takeContext(options: PageOptions): Promise<BrowserContext> {
  const context = unused.get(kindOf(options))?.pop();
  if (context === undefined) return openContext(options);
  forgetProblems(context);
  await context.grantPermissions(permissionsOf(options));
  return context;
}

/** Closes the pages of a context whose test has passed, and keeps it for another test. */
export async function giveBack(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await page.close();
  await context.clearCookies();
  await context.clearPermissions();
  const kind = kindOf(openedWith.get(context) ?? {});
  unused.set(kind, [...(unused.get(kind) ?? []), context]);
}

/** A page with a storage of its own: nothing is left of the pages that the context had before it was given back. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const isFirst = context.pages().length === 0;
  const page = await context.newPage();
  if (isFirst) {
    const session = await context.newCDPSession(page);
    const origin = new URL(inject('stack').apiUrl).origin;
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage' });
    await session.detach();
  }
  return page;
}

const permissionsOf = ({ fakeMicrophone }: PageOptions): string[] =>
  fakeMicrophone === undefined ? [] : ['microphone'];

export async function openContext(options: PageOptions): Promise<BrowserContext> {
  const { dark, mobile, fakeMicrophone, javaScript = true } = options;
  const { apiUrl, browserPath } = inject('stack');
  const browser = await openBrowser(browserPath, fakeMicrophone);
  const context = await browser.newContext({
    ...(mobile ? PHONE : { viewport: DESKTOP }),
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'America/New_York',
    baseURL: `${apiUrl}/app/`,
    javaScriptEnabled: javaScript,
    permissions: permissionsOf(options),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  openedWith.set(context, options);
  watchProblems(context, javaScript);
  return context;
}
