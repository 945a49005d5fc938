import { inject, expect } from 'vitest';
import { signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { allowProblems } from '../src/page-problems.ts';
import { screenshot, test } from '../src/test.ts';

test.for([
  { name: 'light', dark: false, mobile: false },
  { name: 'dark-mobile', dark: true, mobile: true },
])('the sign-in page has the product’s brand and can be read: $name', async ({ name, dark, mobile }, { newPage }) => {
  const page = await newPage({ dark, mobile });
  await page.goto('sign-in');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.title()).toContain('Leadlock');
  expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(dark);
  await expectAccessible(page);
  await screenshot(page, `sign-in-${name}`);
});

test('somebody signs in, and is told when the password is wrong', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  allowProblems(page, /401/);
  await page.goto('sign-in');
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').first().waitFor();
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${inject('stack').apiUrl}/app/**`);
  await page.waitForFunction(() => !location.pathname.includes('sign-in'));
});

test('an old link leads to the page it named', async ({ newPage }) => {
  const page = await newPage();
  await page.goto(`${inject('stack').apiUrl}/reset-password?token=abc`);
  expect(new URL(page.url()).pathname).toBe('/app/reset-password');
  expect(page.url()).toContain('token=abc');
});
