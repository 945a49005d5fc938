import type { Page } from 'playwright-core';
import { AGENT } from '@leadlock/launch/demo/scenario';
import { beforeAll, expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { measureFirstLoad, PAGE_BUDGET, type FirstLoad } from '../src/first-load.ts';
import { test } from '../src/test.ts';

/** Bytes of JavaScript, packed with gzip, that a first visit may load. */
const SIGN_IN_BUDGET = 180_000;
/** After the document: scripts and styles, then data. */
const MAX_DEPTH = 2;

/** Pages of somebody who is signed in, and what shows that they are there with their data. */
const PAGES: [path: string, ready: (page: Page) => ReturnType<Page['locator']>][] = [
  ['', (page) => page.getByText('1 of 4 done')],
  ['calls', (page) => page.getByText('No calls yet')],
  ['agents', (page) => page.getByRole('row', { name: AGENT.name })],
  ['phone-numbers', (page) => page.getByText('No numbers yet')],
  ['integrations', (page) => page.getByRole('button', { name: 'Connect Twilio' })],
  ['webhooks', (page) => page.getByText('Nothing was sent yet')],
  ['notifications', (page) => page.getByText('All quiet')],
  ['report-issue', (page) => page.getByRole('button', { name: 'Send report' })],
  ['onboarding', (page) => page.getByRole('button', { name: 'Continue' })],
  ['settings/account', (page) => page.getByText('Account id')],
  ['settings/team', (page) => page.getByRole('cell', { name: 'Owner' })],
  ['settings/api-keys', (page) => page.getByText('No keys yet')],
  ['settings/notifications', (page) => page.getByRole('switch').first()],
  ['settings/compliance', (page) => page.getByRole('button', { name: 'Accept' })],
  ['settings/audit-log', (page) => page.getByText('Agents: create')],
];

const expectShallow = ({ chain }: FirstLoad): void => {
  // The chain itself, so that a failure shows what waits for what.
  expect(chain.slice(MAX_DEPTH)).toEqual([]);
};

let account: Account;
let agent: { id: string };
beforeAll(async () => {
  account = await signUp();
  agent = await account.api.post('/agents', AGENT);
});

test('the sign-in page loads little and in two steps', async ({ newPage }) => {
  const page = await newPage();
  const load = await measureFirstLoad(page, 'sign-in', page.getByRole('button', { name: 'Sign in' }));
  expect(load.scriptBytes).toBeLessThanOrEqual(SIGN_IN_BUDGET);
  expectShallow(load);
});

test.for(PAGES)('/app/%s loads no more than it may and in two steps', async ([path, ready], { newPage }) => {
  const page = await newPage();
  await signIn(page, account, '/sign-up');
  const load = await measureFirstLoad(page, path, ready(page).first());
  expect(load.scriptBytes).toBeLessThanOrEqual(PAGE_BUDGET);
  expectShallow(load);
});

test('an agent’s pages load no more than they may', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, account, '/sign-up');
  for (const [path, ready] of [
    [`agents/${agent.id}`, page.getByText('Answers no number yet')],
    [`agents/${agent.id}/talk`, page.getByRole('button', { name: 'Start talking' })],
  ] as const) {
    const load = await measureFirstLoad(page, path, ready);
    expect({ path, tooMuch: Math.max(0, load.scriptBytes - PAGE_BUDGET) }).toEqual({ path, tooMuch: 0 });
    expectShallow(load);
  }
});
