import { AGENT } from '@leadlock/launch/demo/scenario';
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { addClient, callClient } from '../src/clients.ts';
import { connectNumber } from '../src/connect-number.ts';
import { expectAccessible, expectReadable } from '../src/expect-accessible.ts';
import { screenshot, test } from '../src/test.ts';

/** Addresses, and the heading that shows that they are there. */
const OPEN = [
  ['sign-in', 'Sign in'],
  ['sign-up', 'Create your account'],
  ['forgot-password', 'Forgot your password?'],
  ['reset-password?token=x', 'Choose a new password'],
  ['verify-email?token=x', 'Verify your email address'],
  ['accept-invite?token=x', 'Welcome to Leadlock'],
  ['accept-invite', 'This link is not complete'],
] as const;
const SIGNED_IN = [
  ['', 'Welcome, Hartmann'],
  ['calls', 'Calls'],
  ['agents', 'Agents'],
  ['onboarding', 'Set up your account'],
  ['phone-numbers', 'Phone numbers'],
  ['integrations', 'Integrations'],
  ['webhooks', 'Webhooks'],
  ['webhooks?tab=events', 'Webhooks'],
  ['notifications', 'Notifications'],
  ['report-issue', 'Report a problem'],
  ['settings/account', 'Account'],
  ['settings/team', 'Team'],
  ['settings/api-keys', 'API keys'],
  ['settings/notifications', 'Notifications'],
  ['settings/compliance', 'Compliance'],
  ['settings/audit-log', 'Audit log'],
] as const;

/** Of an agency, each with what comes with its data. */
const OF_AGENCY = [
  ['', 'Northwind & Söhne Voice', 'Busiest sub-accounts'],
  ['agency', 'Overview', 'Top sub-accounts'],
  ['agency/sub-accounts', 'Sub-accounts', 'New sub-account'],
  ['agency/usage', 'Usage', 'Inbound'],
  ['agency/agents', 'All agents', AGENT.name],
  ['settings/branding', 'Brand', 'Company name'],
] as const;

let account: Account;
let agent: { id: string };
let agency: Account;
beforeAll(async () => {
  account = await signUp({ companyName: 'Hartmann & Söhne Klimatechnik und Sanitärinstallationen GmbH' });
  await connectNumber(account, 'Twilio of the head office in Minneapolis');
  agent = await account.api.post('/agents', AGENT);
  await account.api.post('/auth/api-keys', { name: 'Nightly export into the warehouse of the accountants' });
  await account.api.post('/auth/members', { email: `somebody.with.a.long.address-${Date.now()}@holdings.example.com` });
});

beforeAll(async () => {
  agency = await signUp({ type: 'agency', companyName: 'Northwind & Söhne Voice' });
  const client = await addClient(agency, 'Hartmann Klimatechnik und Sanitärinstallationen der Region Nord');
  await addClient(agency, 'Harbor Plumbing');
  await callClient(agency, client);
}, 120_000);

/** Light, dark and on a phone, without loading it anew. */
async function lookAtEveryWay(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await screenshot(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
  await expectReadable(page);
  await screenshot(page, `${name}-dark`);
  await page.setViewportSize({ width: 375, height: 667 });
  await expectAccessible(page);
  await screenshot(page, `${name}-phone`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `the width of ${name} on a phone`).toBeLessThanOrEqual(375);
}

const fileName = (path: string): string => path.replaceAll(/[^a-z]+/g, '-') || 'home';

test.for(OPEN)('everybody can use /app/%s', async ([path, heading], { newPage }) => {
  const page = await newPage();
  await page.goto(path);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  expect(await page.title()).toContain(heading);
  await lookAtEveryWay(page, fileName(path));
});

test.for(SIGNED_IN)('everybody can use /app/%s', async ([path, heading], { newPage }) => {
  const page = await newPage();
  await signIn(page, account, `/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.locator('main:not(:has([aria-busy=true]))').waitFor();
  expect(await page.title()).toContain(heading);
  await lookAtEveryWay(page, fileName(path));
});

test.for([
  ['agent', ''],
  ['talk', '/talk'],
] as const)('everybody can use the %s page', async ([name, path], { newPage }) => {
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}${path}`);
  await page.getByRole('heading', { name: AGENT.name, level: 1 }).waitFor();
  await page.locator('main:not(:has([aria-busy=true]))').waitFor();
  await lookAtEveryWay(page, name);
});

test.for(OF_AGENCY)('an agency can use /app/%s', async ([path, heading, data], { newPage }) => {
  const page = await newPage();
  await signIn(page, agency, `/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.getByText(data).first().waitFor();
  await page.locator('main:not(:has([aria-busy=true]))').waitFor();
  await lookAtEveryWay(page, path === '' ? 'agency-home' : fileName(path));
});
