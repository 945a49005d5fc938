import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';
import { giveBack, openContext, openPage, takeContext, type PageOptions } from './browser-contexts.ts';
import { unexpectedProblems } from './page-problems.ts';

export interface Fixtures {
  /** Opens a page with cookies and storage of its own. Paths given to `goto` are below the dashboard's: `calls`. */
  newPage: (options?: PageOptions) => Promise<Page>;
}

/**
 * Vitest's `test` with `newPage`. When it is over, errors in the console, unanswered requests and refusals by the content
 * policy fail it; of a test that failed pictures are kept, and a trace of its second try.
 */
export const test = base.extend<Fixtures>({
  newPage: async ({ task }, use) => {
    const contexts: BrowserContext[] = [];
    const isRetry = (task.result?.retryCount ?? 0) > 0;
    await use(async (options = {}) => {
      const context = await (isRetry ? openContext(options) : takeContext(options));
      // Recording takes a third of the time of all, so it waits until there is something to explain.
      if (isRetry) await context.tracing.start({ screenshots: true, snapshots: true });
      contexts.push(context);
      return openPage(context);
    });
    const found = contexts.flatMap(unexpectedProblems);
    const failed = task.result?.state === 'fail' || found.length > 0;
    for (const [index, context] of contexts.entries()) {
      if (failed) await keepArtifacts(context, `${fileName(task.name)}-${index + 1}`, isRetry);
      await (failed || isRetry ? context.close() : giveBack(context));
    }
    expect(found, 'what went wrong on the pages').toEqual([]);
  },
});

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
