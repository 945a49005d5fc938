import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { serveStories, type Stories } from '../src/serve-stories.ts';
import { test } from '../src/test.ts';

let stories: Stories;
beforeAll(async () => {
  stories = await serveStories();
}, 180_000);
afterAll(() => stories.stop());

/** Notes every motion of the page, by what moves, with its length in ms. Changes of color are none. */
const watchMotion = (page: Page) =>
  page.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(globalThis, { seen });
    const look = (): void => {
      for (const running of document.getAnimations()) {
        const { duration, iterations } = running.effect?.getComputedTiming() ?? {};
        const what =
          running instanceof CSSTransition
            ? running.transitionProperty
            : running instanceof CSSAnimation
              ? running.animationName
              : '';
        if (iterations === Infinity || /color|shadow|background|fill|stroke/.test(what)) continue;
        const { target } = running.effect as KeyframeEffect;
        const whose = target?.closest('[role], [data-sonner-toast]')?.getAttribute('role') ?? target?.tagName ?? '';
        seen[`${whose} ${what}`] = Number(duration);
      }
      requestAnimationFrame(look);
    };
    look();
  });

/** Opens and closes everything that comes and goes. */
async function moveEverything(page: Page, url: string): Promise<Record<string, number>> {
  const open = async (story: string): Promise<void> => {
    await page.goto(`${url}#${story}`);
    await page.locator(`main[data-story="${story}"]`).waitFor();
  };
  const comeAndGo = async (button: string, dialog: string): Promise<void> => {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('dialog', { name: dialog }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await open('dialogs');
  await comeAndGo('Invite a person', 'Invite a person');
  await open('sheets');
  await comeAndGo('Show details', 'Delivery');
  await comeAndGo('Rename', 'Rename the number');
  await page.getByRole('button', { name: 'Success' }).click();
  await page.getByText('Saved').waitFor();
  await open('cards');
  await page.getByRole('button', { name: /How are calls billed/ }).click();
  await page.getByRole('button', { name: /How are calls billed/, expanded: true }).waitFor();
  return page.evaluate(() => (globalThis as unknown as { seen: Record<string, number> }).seen);
}

test('what comes and goes takes 120 to 180 ms, and no time for whoever wants no motion', async ({ newPage }) => {
  const page = await newPage();
  await watchMotion(page);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const seen = await moveEverything(page, stories.url);
  expect(Object.keys(seen)).toEqual(
    expect.arrayContaining(['dialog translate', 'dialog vanish', 'dialog leave-right', 'dialog scale']),
  );
  expect(Object.entries(seen).filter(([, length]) => length < 120 || length > 180)).toEqual([]);

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  const still = await moveEverything(page, stories.url);
  expect(Object.entries(still).filter(([, length]) => length > 1)).toEqual([]);
});
