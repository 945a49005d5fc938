import { afterAll, beforeAll, expect } from 'vitest';
import { readModules } from '@leadlock/launch/dashboard/module-graph';
import { BUILT } from '@leadlock/launch/dashboard/folders';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { serveStories, type Stories } from '../src/serve-stories.ts';
import { test } from '../src/test.ts';

let stories: Stories;
beforeAll(async () => {
  stories = await serveStories();
}, 180_000);
afterAll(() => stories.stop());

test('every component can be used in light, in dark and on a phone', async ({ newPage }) => {
  const page = await newPage();
  await page.goto(stories.url);
  const links = page.getByRole('navigation', { name: 'Components' }).getByRole('link');
  const ids = await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).hash.slice(1)));
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${stories.url}#${id}`);
    await page
      .locator('main')
      .and(page.locator(`[data-story="${id}"]`))
      .waitFor();
    await lookAtEveryWay(page, `story-${id}`);
  }
}, 600_000);

test('no build of the product holds the stories', () => {
  expect(Object.keys(readModules(BUILT)).filter((module) => module.startsWith('dev/'))).toEqual([]);
});
