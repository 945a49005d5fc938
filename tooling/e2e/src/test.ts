import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { devices, type BrowserContext, type Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';
import { openBrowser } from './open-browser.ts';
import { unexpectedProblems, watchProblems } from './page-problems.ts';

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

export interface Fixtures {
  /** Opens a page with cookies and storage of its own. Paths given to `goto` are below the dashboard's: `calls`. */
  newPage: (options?: PageOptions) => Promise<Page>;
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { ...devices['iPhone SE'], viewport: { width: 375, height: 667 }, defaultBrowserType: undefined };

/** How long Playwright waits for what a test asks for; two busy cores are slow. */
const PATIENCE_MS = 20_000;

/**
 * Vitest's `test` with `newPage`. When it is over, errors in the console, unanswered requests and refusals by the content
 * policy fail it; of a test that failed pictures are kept, and a trace of its second try.
 */
export const test = base.extend<Fixtures>({
  newPage: async ({ task }, use) => {
    const contexts: BrowserContext[] = [];
    const isRetry = (task.result?.retryCount ?? 0) > 0;
    await use(async (options = {}) => {
      const context = await openContext(options);
      // Recording takes a third of the time of all, so it waits until there is something to explain.
      if (isRetry) await context.tracing.start({ screenshots: true, snapshots: true });
      contexts.push(context);
      return context.newPage();
    });
    const found = contexts.flatMap(unexpectedProblems);
    const failed = task.result?.state === 'fail' || found.length > 0;
    for (const [index, context] of contexts.entries()) {
      if (failed) await keepArtifacts(context, `${fileName(task.name)}-${index + 1}`, isRetry);
      await context.close();
    }
    expect(found, 'what went wrong on the pages').toEqual([]);
  },
});

async function openContext({ dark, mobile, fakeMicrophone, javaScript = true }: PageOptions): Promise<BrowserContext> {
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
    permissions: fakeMicrophone === undefined ? [] : ['microphone'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  watchProblems(context, javaScript);
  return context;
}

/** Keeps what the pages of a failed test looked like and, if it was recorded, how they came to that. */
async function keepArtifacts(context: BrowserContext, name: string, traced: boolean): Promise<void> {
  const { artifacts } = inject('stack');
  for (const [index, page] of context.pages().entries()) {
    await page.screenshot({ path: join(artifacts, `${name}-${index + 1}.png`) }).catch(() => undefined);
  }
  if (traced) await context.tracing.stop({ path: join(artifacts, `${name}.zip`) });
  console.error(`What it looked like: ${artifacts}/${name}*`);
}

const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60);

/** Takes a picture for people to look at, when SCREENSHOTS_DIR says where to put it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS_DIR;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
