import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { test } from '../src/test.ts';

test('days are typed, picked from a calendar with the keyboard, and taken back', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/calls?status=failed');
  const daysIn = (): [string | null, string | null] => {
    const { searchParams } = new URL(page.url());
    return [searchParams.get('from'), searchParams.get('to')];
  };
  const trigger = page.getByRole('button', { name: /^Dates in UTC/ });

  await trigger.click();
  await page.getByLabel('From', { exact: true }).fill('3/2/2026');
  await page.getByLabel('To', { exact: true }).fill('mar 9, 2026');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Dates in UTC: Mar 2 – 9' }).waitFor();
  expect(daysIn()).toEqual(['2026-03-02', '2026-03-09']);

  await trigger.click();
  await page.getByRole('gridcell', { selected: true }).first().waitFor();
  await page.getByRole('button', { name: 'Monday, March 9, 2026, selected' }).focus();
  for (const key of ['ArrowDown', 'Enter', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(daysIn).toEqual(['2026-03-16', '2026-03-18']);

  await trigger.click();
  await page.getByLabel('To', { exact: true }).fill('1/1/2026');
  await page.getByLabel('From', { exact: true }).focus();
  await page.getByText('Ends before it starts').waitFor();
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Any time' }).click();
  await expect.poll(daysIn).toEqual([null, null]);
});
