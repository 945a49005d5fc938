import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { test } from '../src/test.ts';
import { expect } from 'vitest';

test('the palette goes anywhere by keyboard alone', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/account');
  await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.type('webho');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor();
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('on a phone the menu leads around, and no page scrolls sideways', async ({ newPage }) => {
  const page = await newPage({ mobile: true });
  await signIn(page, await signUp({ companyName: 'Hartmann & Söhne Klimatechnik und Sanitärinstallationen GmbH' }));
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Menu' });
  await menu.getByRole('link', { name: 'Settings' }).waitFor();
  await expectAccessible(page);
  await menu.getByRole('link', { name: 'Settings' }).click();
  await menu.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  const link = await page.getByRole('link', { name: 'Audit log' }).boundingBox();
  expect((link?.x ?? 1_000) + (link?.width ?? 0)).toBeLessThanOrEqual(375);
});
