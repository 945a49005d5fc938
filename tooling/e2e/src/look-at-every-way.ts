import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible, expectAccessibleByTouch, expectReadable } from './expect-accessible.ts';
import { screenshot } from './test.ts';

/** Light, dark, on a small laptop and on a phone, without loading it anew. */
export async function lookAtEveryWay(page: Page, name: string): Promise<void> {
  await untilColorsStay(page);
  await expectAccessible(page);
  await expectNothingClipped(page);
  await screenshot(page, `${name}-light`);
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1024, height: 768 });
  await expectNothingClipped(page);
  await expectTablesToFit(page);
  await screenshot(page, `${name}-laptop`);
  if (before !== null) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
  await untilColorsStay(page);
  await expectReadable(page);
  await screenshot(page, `${name}-dark`);
  await page.setViewportSize({ width: 375, height: 667 });
  await expectAccessibleByTouch(page);
  await expectNothingClipped(page);
  await screenshot(page, `${name}-phone`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `the width of ${name} on a phone`).toBeLessThanOrEqual(375);
}

/** Colors that are still on their way have other contrasts. */
async function untilColorsStay(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.getAnimations().some((running) => running instanceof CSSTransition));
}

/** Fails where a box cuts off what it holds without three dots that say so: money, above all. */
async function expectNothingClipped(page: Page): Promise<void> {
  const clipped = await page.evaluate(() =>
    // A field follows the cursor, and a color fills the whole of its box.
    [...document.querySelectorAll<HTMLElement>('main :not(input, textarea, :has(> input[type=color]))')]
      .filter((element) => {
        const { overflowX, textOverflow } = getComputedStyle(element);
        const isHidden = overflowX === 'hidden' || overflowX === 'clip';
        // What only screen readers are told is a pixel wide.
        return isHidden && textOverflow !== 'ellipsis' && element.clientWidth > 1;
      })
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.className}: ${element.innerText.slice(0, 80)}`),
  );
  expect(clipped, `what is cut off on ${page.url()}`).toEqual([]);
}

/** Fails where a table must be scrolled sideways: less important columns are to give way. */
async function expectTablesToFit(page: Page): Promise<void> {
  const tooWide = (): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main section:has(> table)')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map((frame) => `${frame.ariaLabel}: ${frame.scrollWidth} of ${frame.clientWidth} px`),
    );
  await expect.poll(tooWide, { message: `tables of ${page.url()} that are too wide at 1024 px` }).toEqual([]);
}

/** What pictures of an address are called. */
export const pictureName = (path: string): string => path.replaceAll(/[^a-z]+/g, '-') || 'home';
