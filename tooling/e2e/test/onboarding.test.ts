import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { allowProblems } from '../src/page-problems.ts';
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
    await page.getByLabel('Company').fill('Bright Smile Dental');
    await page.getByLabel('Email').fill(`ann-${randomBytes(6).toString('hex')}@example.com`);
    await page.getByLabel('Password', { exact: true }).fill(randomBytes(12).toString('base64url'));
    await page.getByRole('checkbox').check();
    await press('Create account');

    await step('Your business');
    expect(await page.getByLabel('Name').inputValue()).toBe('Bright Smile Dental');
    await press('Continue');

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
    await press('Continue');

    await page.getByLabel(/^Name/).fill('Ava');
    await press('Create agent');
    await step('Your agent');
    expect(await page.getByRole('checkbox', { name: new RegExp(twilio.phoneNumber.slice(-4)) }).isChecked()).toBe(true);
    await press('Continue');
    await step('Try it');
    await page.getByRole('link', { name: 'Talk to Ava' }).waitFor();
    await press('Skip for now');
    await step('You’re ready');
    await screenshot(page, 'onboarding-ready');
    await press('Go to Home');
    await page.waitForURL('**/app/');

    await page.goto('phone-numbers');
    await page.getByRole('link', { name: 'Ava' }).first().waitFor();
  },
);

test('an agency creates its first client without leaving the setup', async ({ newPage }) => {
  const account = await signUp({ type: 'agency', companyName: 'Molar Growth' });
  const page = await newPage();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await signIn(page, account, '/onboarding');
  await press('Continue');
  await press('Skip for now');
  await press('Create a sub-account');
  const dialog = page.getByRole('dialog');
  // Prices have two digits.
  expect(await dialog.getByLabel('Rate').inputValue()).toBe('0.20');
  const slug = `smile-${randomBytes(6).toString('hex')}`;
  await dialog.getByLabel('Name', { exact: false }).first().fill('Bright Smile Dental');
  await dialog.getByLabel('Slug').fill(slug);
  await press('Create sub-account');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Bright Smile Dental', { exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/app/onboarding');
  await press('Continue');
  await page.getByRole('heading', { name: 'You’re ready', level: 2 }).waitFor();
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
