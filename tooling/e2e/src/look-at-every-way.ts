import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible, expectAccessibleByTouch, expectReadable } from './expect-accessible.ts';
import { screenshot } from './test.ts';

/** Light, dark and on a phone, without loading it anew. */
export async function lookAtEveryWay(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await screenshot(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
  // Colors that are still on their way have other contrasts.
  await page.waitForFunction(() => !document.getAnimations().some((running) => running instanceof CSSTransition));
  await expectReadable(page);
  await screenshot(page, `${name}-dark`);
  await page.setViewportSize({ width: 375, height: 667 });
  await expectAccessibleByTouch(page);
  await screenshot(page, `${name}-phone`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `the width of ${name} on a phone`).toBeLessThanOrEqual(375);
}

/** What pictures of an address are called. */
export const pictureName = (path: string): string => path.replaceAll(/[^a-z]+/g, '-') || 'home';
