import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { signIn, signUp, type Tokens } from '../src/accounts.ts';
import { allowProblems } from '../src/page-problems.ts';
import { test } from '../src/test.ts';

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const signInForm = (page: Page) => page.getByRole('heading', { name: 'Sign in', level: 1 });

/** Makes the stored access token look as if it were about to expire, to the page that loads next. */
const expire = (page: Page) =>
  page.evaluate(() => {
    const session = JSON.parse(localStorage.getItem('leadlock.session') ?? '{}') as object;
    localStorage.setItem('leadlock.session', JSON.stringify({ ...session, expiresAt: Date.now() }));
  });

test('two tabs renew one session, once, and leave it together', async ({ newPage }) => {
  const first = await newPage();
  await signIn(first, await signUp(), '/settings/team');
  await main(first).waitFor();
  await expire(first);
  const second = await first.context().newPage();
  const renewals: string[] = [];
  for (const page of [first, second]) {
    page.on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) renewals.push(request.url());
    });
  }
  await Promise.all([first.reload(), second.goto('settings/profile')]);
  await Promise.all([main(first).waitFor(), main(second).waitFor()]);
  expect(renewals).toHaveLength(1);

  await second.getByRole('button', { name: /Account menu/ }).click();
  await second.getByRole('menuitem', { name: 'Sign out' }).click();
  await signInForm(second).waitFor();
  await signInForm(first).waitFor();
  expect(new URL(first.url()).searchParams.get('next')).toBe('/app/settings/team');
  expect(await first.evaluate(() => localStorage.getItem('leadlock.session'))).toBeNull();
});

test('a tab that comes second to renew a session takes over what the first one got, however late', async ({
  newPage,
}) => {
  const account = await signUp();
  const page = await newPage();
  await signIn(page, account, '/settings/profile');
  await main(page).waitFor();
  const other = await page.context().newPage();
  await other.goto('favicon.svg');
  allowProblems(page, /status of 401/);
  await page.route('**/auth/refresh', async (route) => {
    const tokens = await account.api.post<Tokens>('/auth/refresh', { refresh_token: account.tokens.refresh_token });
    await route.fulfill({ status: 401, json: { detail: 'This session has ended' } });
    const session = {
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      expiresAt: Date.now() + tokens.expires_in * 1_000,
    };
    await other.evaluate((text) => localStorage.setItem('leadlock.session', text), JSON.stringify(session));
  });
  await expire(page);
  const shown: string[] = [];
  page.on('framenavigated', (frame) => shown.push(new URL(frame.url()).pathname));
  await page.reload();
  await main(page).waitFor();
  // Not even for a moment the sign-in.
  expect(new Set(shown)).toEqual(new Set(['/app/settings/profile']));
});

test('the sign-in leads on to pages of ours only', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await page.goto('phone-numbers');
  await signInForm(page).waitFor();
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Phone numbers' }).waitFor();
  for (const next of ['https://evil.example/app/', '//evil.example', '/\\evil.example', '/docs']) {
    await page.goto(`sign-in?next=${encodeURIComponent(next)}`);
    await main(page).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/app\/?$/);
  }
});

test('a page without a network says so, and comes back with it', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/profile');
  await main(page).waitFor();
  allowProblems(page, /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  await page.getByRole('link', { name: 'API keys' }).waitFor();
  await page.getByLabel('Name').fill('Ann');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Save name' }).click();
  await page.getByText('Can’t reach the server.').first().waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save name' }).click();
  await page.getByText('Name saved').waitFor();
});

test('a list whose server fails offers another try', async ({ newPage }) => {
  const page = await newPage();
  let failing = true;
  allowProblems(page, /status of 500/);
  await page.route('**/trpc/**phoneNumbers.search**', (route) =>
    failing ? route.fulfill({ status: 500, json: { detail: 'Broken' } }) : route.fallback(),
  );
  await signIn(page, await signUp(), '/settings/profile');
  await main(page).getByRole('link', { name: 'Phone numbers' }).click();
  const retry = page.getByRole('button', { name: 'Try again' });
  await retry.waitFor();
  failing = false;
  await retry.click();
  await page.getByText('No numbers yet').waitFor();
});

test('an address without a page keeps the way around', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/nowhere/at/all');
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  expect(await page.title()).toContain('Page not found');
  await main(page).getByRole('link', { name: 'Home' }).waitFor();
});

test('after a change of account nothing of the other one is shown', async ({ newPage }) => {
  const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  for (const name of ['Acme Roofing', 'Zed Plumbing']) {
    await agency.api.post('/agency/sub-accounts', {
      name,
      slug: `${name.slice(0, 4).trim()}-${Date.now()}`.toLowerCase(),
    });
  }
  const page = await newPage();
  await signIn(page, agency, '/phone-numbers');
  await page.getByText('Numbers in your Twilio account').waitFor();
  const switchTo = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: /^Account:/ }).click();
    await page.getByRole('option', { name }).click();
  };
  await switchTo('Acme Roofing');
  await page.getByRole('status').filter({ hasText: 'You are working in Acme Roofing' }).waitFor();
  await main(page).getByRole('link', { name: 'Agents', exact: true }).waitFor();
  expect(await main(page).getByRole('link', { name: 'Clients' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Back to Northwind Voice' }).click();
  await main(page).getByRole('link', { name: 'Clients' }).waitFor();
  expect(await page.getByText('You are working in').count()).toBe(0);

  // Whoever signs in next in the same tab starts in an account of their own.
  await switchTo('Zed Plumbing');
  await page.getByText('You are working in Zed Plumbing').waitFor();
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signInForm(page).waitFor();
  const other = await signUp({ companyName: 'Somebody Else' });
  await page.getByLabel('Email').fill(other.email);
  await page.getByLabel('Password', { exact: true }).fill(other.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /Somebody Else/ }).waitFor();
  expect(await page.getByText('You are working in').count()).toBe(0);
});
