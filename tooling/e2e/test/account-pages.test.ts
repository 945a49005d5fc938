import { AGENT } from '@leadlock/launch/demo/scenario';
import { beforeAll, expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { connectNumber } from '../src/connect-number.ts';
import { lookAtEveryWay, pictureName } from '../src/look-at-every-way.ts';
import { test } from '../src/test.ts';

/** Addresses, and the heading that shows that they are there. */
const PAGES = [
  ['', 'Welcome, Hartmann'],
  ['calls', 'Calls'],
  ['agents', 'Agents'],
  ['onboarding', 'Set up your account'],
  ['phone-numbers', 'Phone numbers'],
  ['integrations', 'Integrations'],
  ['settings/webhooks', 'Webhooks'],
  ['settings/webhooks?tab=events', 'Webhooks'],
  ['notifications', 'Notifications'],
  ['report-issue', 'Report a problem'],
  ['settings/profile', 'Profile'],
  ['settings/general', 'General'],
  ['settings/team', 'Team'],
  ['settings/api-keys', 'API keys'],
  ['settings/notifications', 'Notifications'],
  ['settings/compliance', 'Compliance'],
  ['settings/audit-log', 'Audit log'],
] as const;

let account: Account;
let agent: { id: string };
beforeAll(async () => {
  account = await signUp({ companyName: 'Hartmann & Söhne Klimatechnik und Sanitärinstallationen GmbH' });
  await connectNumber(account, 'Twilio of the head office in Minneapolis');
  agent = await account.api.post('/agents', AGENT);
  await account.api.post('/auth/api-keys', { name: 'Nightly export into the warehouse of the accountants' });
  await account.api.post('/auth/members', { email: `somebody.with.a.long.address-${Date.now()}@holdings.example.com` });
});

test.for(PAGES)('everybody can use /app/%s', async ([path, heading], { newPage }) => {
  const page = await newPage();
  await signIn(page, account, `/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.locator('main:not(:has([aria-busy=true]))').waitFor();
  expect(await page.title()).toContain(heading);
  await lookAtEveryWay(page, pictureName(path));
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
