import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { allowProblems } from '../src/page-problems.ts';
import { recordSpeech } from '../src/spoken-recording.ts';
import { createTwilioAccount } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

test.for([
  ['on a computer', {}],
  ['on a phone, in the dark', { mobile: true, dark: true }],
] as const)(
  'a new customer is led from the sign-up to an agent that answers their number, %s',
  async ([, device], { newPage }) => {
    const twilio = await createTwilioAccount();
    const page = await newPage(device);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const step = (name: string) => page.getByRole('heading', { name, level: 2 }).waitFor();

    await page.goto('sign-up');
    await press('Create account');
    await page.getByText('This field is required.').first().waitFor();
    await page.getByLabel('Your name').fill('Ana Ruiz');
    await page.getByLabel('Company').fill('Bright Smile Dental');
    await page.getByLabel('Email').fill(`ann-${randomBytes(6).toString('hex')}@example.com`);
    await page.getByLabel('Password', { exact: true }).fill(randomBytes(12).toString('base64url'));
    await page.getByRole('checkbox').check();
    await press('Create account');

    await step('Your business');
    expect(await page.getByLabel('Name').inputValue()).toBe('Bright Smile Dental');
    await page.getByRole('combobox', { name: 'Industry' }).click();
    await page.getByRole('option', { name: 'Roofing' }).click();
    await press('Continue');

    // What the industry says is chosen.
    await page.getByRole('radio', { name: 'Home services', checked: true }).waitFor();
    await screenshot(page, 'onboarding-agent');
    await press('Create agent');
    await step('Try it');
    await press('Skip for now');

    await step('Phone number');
    await press('Connect Twilio');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Account SID').fill(twilio.accountSid);
    await dialog.getByLabel('Auth token').fill('0'.repeat(32));
    allowProblems(page, /status of 40\d/);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await dialog
      .getByRole('alert')
      .filter({ hasText: /Invalid Twilio account SID or auth token/ })
      .waitFor();
    await screenshot(page, 'onboarding-twilio-refused');
    await dialog.getByLabel('Auth token').fill(twilio.authToken);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await press('Choose numbers');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.waitFor({ state: 'detached' });
    const answers = page.getByRole('checkbox', { name: new RegExp(`Ava answers .*${twilio.phoneNumber.slice(-4)}`) });
    expect(await answers.isChecked()).toBe(true);
    await screenshot(page, 'onboarding-number');
    await press('Finish');
    await page.waitForURL('**/app/');

    await page.goto('phone-numbers');
    await page.getByRole('link', { name: 'Ava' }).first().waitFor();
  },
);

/** So many clicks lead from the sign-up to a call that the agent has answered. */
const MOST_CLICKS = 10;

test('a new customer talks to their agent after a few clicks', async ({ newPage }) => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlock-microphone-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const microphone = join(folder, 'silence.wav');
  await recordSpeech(microphone, [60_000]);
  const page = await newPage({ fakeMicrophone: microphone });
  let clicks = 0;
  const click = async (target: Locator): Promise<void> => {
    clicks += 1;
    await target.click();
  };
  const press = (name: string) => click(page.getByRole('button', { name, exact: true }));
  await page.goto('sign-up');
  // Fields are reached by the keyboard, except the first.
  await click(page.getByLabel('Your name'));
  await page.getByLabel('Your name').fill('Ana Ruiz');
  await page.getByLabel('Company').fill('Bright Smile Dental');
  await page.getByLabel('Email').fill(`ann-${randomBytes(6).toString('hex')}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill(randomBytes(12).toString('base64url'));
  await click(page.getByRole('checkbox'));
  await press('Create account');
  await page.getByRole('heading', { name: 'Your business', level: 2 }).waitFor();
  await press('Continue');
  await press('Create agent');
  await page.getByRole('heading', { name: 'Try it', level: 2 }).waitFor();
  await press('Start talking');
  await page.getByText('Thank you for calling Bright Smile Dental').waitFor();
  await screenshot(page, 'onboarding-talk');
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
  await press('Hang up');
  await press('Continue');
  await page.getByRole('heading', { name: 'Phone number', level: 2 }).waitFor();
  await press('Skip for now');
  await page.waitForURL('**/app/');
}, 180_000);

test('an agency creates its first client without leaving the setup', async ({ newPage }) => {
  const account = await signUp({ type: 'agency', companyName: 'Molar Growth' });
  const page = await newPage();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await signIn(page, account, '/onboarding');
  await press('Continue');
  await press('Create a client');
  const dialog = page.getByRole('dialog');
  // Prices have two digits.
  expect(await dialog.getByLabel('Rate').inputValue()).toBe('0.20');
  const slug = `smile-${randomBytes(6).toString('hex')}`;
  await dialog.getByLabel('Name', { exact: false }).first().fill('Bright Smile Dental');
  await dialog.getByLabel('Slug').fill(slug);
  await press('Create client');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Bright Smile Dental', { exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/app/onboarding');
  await press('Continue');
  await page.getByRole('heading', { name: 'Phone number', level: 2 }).waitFor();
  await press('Skip for now');
  await page.waitForURL('**/app/');
});

test('what is accepted at the sign-up can be read where the operator names it', async ({ newPage }) => {
  const page = await newPage();
  const link = '<link rel="terms-of-service" href="https://example.com/terms" /></head>';
  await page.route('**/app/sign-up', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('</head>', link) });
  });
  await page.goto('sign-up');
  await page.getByText('the privacy policy').waitFor();
  expect(await page.getByRole('link', { name: 'terms of service' }).getAttribute('href')).toBe(
    'https://example.com/terms',
  );
  expect(await page.getByRole('link', { name: 'privacy policy' }).count()).toBe(0);
});
