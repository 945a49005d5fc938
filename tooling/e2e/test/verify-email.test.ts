import { expect, inject } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { allowProblems } from '../src/page-problems.ts';
import { inbox, linkFromEmail } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

const banner = 'Until then, you can’t invite people or create API keys.';

test('a new account verifies its address by the link, and may invite people from then on', async ({ newPage }) => {
  const account = await signUp({ verified: false });
  const page = await newPage();
  await signIn(page, account);
  await page.getByText(banner).waitFor();
  await expect(account.api.post('/auth/members', { email: 'bob@example.com' })).rejects.toThrow(
    'Verify your email address first',
  );

  const link = await linkFromEmail(account.email, '/verify-email');
  await page.goto(link);
  await page.getByRole('button', { name: 'Verify email address' }).click();
  await page.getByRole('heading', { name: 'Email address verified' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByText(banner).count()).toBe(0);
  await account.api.post('/auth/members', { email: 'bob@example.com' });
});

test('the banner sends the link again', async ({ newPage }) => {
  const account = await signUp({ verified: false });
  const page = await newPage();
  await signIn(page, account);
  await page.getByText(banner).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'verification-banner');
  await page.getByRole('button', { name: 'Resend link' }).click();
  await page.getByText('A new link is on its way').waitFor();
  // Within a minute of the first one, which is answered by that.
  await linkFromEmail(account.email, '/verify-email');
  expect(await inbox(account.email)).toHaveLength(1);
});

test('a link that does not hold says so', async ({ newPage }) => {
  const page = await newPage();
  await page.goto(`${inject('stack').apiUrl}/app/verify-email?token=unknown`);
  await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  expect(await page.getByRole('button', { name: 'Verify email address' }).count()).toBe(0);
  await lookAtEveryWay(page, 'verify-email-dead');
});

test('a page for somebody who is locked out of keys by it says why', async ({ newPage }) => {
  const account = await signUp({ verified: false });
  const page = await newPage();
  allowProblems(page, /403/);
  await signIn(page, account, '/settings/api-keys');
  await page.getByRole('button', { name: 'New key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Reporting');
  await dialog.getByRole('button', { name: /create/i }).click();
  await page.getByText('Verify your email address first').waitFor();
});
