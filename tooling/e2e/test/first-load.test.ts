import type { Page } from 'playwright-core';
import { AGENT } from '@leadlock/launch/demo/scenario';
import { beforeAll, expect } from 'vitest';
import { keepSession, signUp, type Account } from '../src/accounts.ts';
import { builtScripts } from '../src/built-scripts.ts';
import { measureFirstLoad, type FirstLoad } from '../src/first-load.ts';
import { test } from '../src/test.ts';

/** After the document: scripts and styles, then data. */
const MAX_DEPTH = 2;

/** Pages of somebody who is signed in, and what shows that they are there with their data. */
const PAGES: [path: string, ready: (page: Page) => ReturnType<Page['locator']>][] = [
  ['calls', (page) => page.getByText('No calls yet')],
  ['agents', (page) => page.getByRole('row', { name: AGENT.name })],
  ['phone-numbers', (page) => page.getByText('No numbers yet')],
  ['settings/webhooks', (page) => page.getByText('No deliveries yet')],
  ['integrations', (page) => page.getByRole('button', { name: 'Connect Twilio' })],
  ['notifications', (page) => page.getByText('You’re all caught up')],
  ['report-issue', (page) => page.getByRole('button', { name: 'Send report' })],
  ['onboarding', (page) => page.getByRole('button', { name: 'Continue' })],
  ['settings/profile', (page) => page.getByRole('button', { name: 'Save name' })],
  ['settings/general', (page) => page.getByText('Account ID')],
  ['settings/team', (page) => page.getByRole('cell', { name: 'Owner' })],
  ['settings/api-keys', (page) => page.getByText('No keys yet')],
  ['settings/notifications', (page) => page.getByRole('switch').first()],
  ['settings/compliance', (page) => page.getByRole('button', { name: 'Accept' })],
  ['settings/audit-log', (page) => page.getByText('created the agent')],
];

const expectShallow = ({ steps }: FirstLoad): void => {
  // The steps themselves, so that a failure shows what had to wait.
  expect(steps.slice(MAX_DEPTH)).toEqual([]);
};

let account: Account;
let agent: { id: string };
beforeAll(async () => {
  account = await signUp();
  agent = await account.api.post('/agents', AGENT);
});

test('the sign-in page loads the scripts that the build names for it, in two steps', async ({ newPage }) => {
  const page = await newPage();
  const load = await measureFirstLoad(page, 'sign-in', page.getByRole('button', { name: 'Sign in' }));
  expect(load.scripts).toEqual(builtScripts().get('sign-in'));
  expectShallow(load);
});

test('so does the home of somebody who is signed in', async ({ newPage }) => {
  const page = await newPage();
  await keepSession(page, account);
  const load = await measureFirstLoad(page, '', page.getByText('1 of 4 done'));
  expect(load.scripts).toEqual(builtScripts().get(''));
  expectShallow(load);
});

// Which data a page waits for is its own affair, so each of them is opened.
test('no page waits for more than its scripts and then its data', async ({ newPage }) => {
  const page = await newPage();
  await keepSession(page, account);
  for (const [path, ready] of PAGES) expectShallow(await measureFirstLoad(page, path, ready(page).first()));
  for (const [path, ready] of [
    [`agents/${agent.id}`, page.getByText('No phone number yet')],
    [`agents/${agent.id}/talk`, page.getByRole('button', { name: 'Start talking' })],
  ] as const) {
    expectShallow(await measureFirstLoad(page, path, ready));
  }
}, 300_000);
