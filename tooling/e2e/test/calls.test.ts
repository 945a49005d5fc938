import { AGENT, BUSINESS } from '@leadlock/launch/demo/scenario';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { connectNumber } from '../src/connect-number.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { measureFirstLoad } from '../src/first-load.ts';
import { hangUp, placeCall } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

/** How long a call that is hung up may take until it can be heard. */
const RECORDING_MS = 60_000;
/** Enough to say until the test has seen what it wants to see; then it hangs up. */
const SCRIPT = [
  'What are your opening hours on Saturday?',
  'Is there any parking near your office?',
  'How much is a cleaning?',
  'And how much is whitening?',
  'What is your address?',
  'How much is an exam for new patients?',
];

/** Gives an account an agent on a number, as its owner would. Returns the number. */
async function setUp(account: Account): Promise<string> {
  const { id, phoneNumber } = await connectNumber(account, 'Sandbox');
  const agent = await account.api.post<{ id: string }>('/agents', AGENT);
  await account.api.patch(`/phone-numbers/${id}`, { agent_id: agent.id });
  return phoneNumber;
}

const turns = (page: Page) => page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');

test('a new account is shown what to set up, step by step', async ({ newPage }) => {
  const account = await signUp({ companyName: BUSINESS });
  const page = await newPage();
  await signIn(page, account);
  await page.getByRole('heading', { name: `Welcome, ${BUSINESS}` }).waitFor();
  await page.getByText('0 of 4 done').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'home-first-run');
  expect(await page.getByText('GoHighLevel').count()).toBe(0);

  const number = await setUp(account);
  await page.reload();
  await page.getByText('3 of 4 done').waitFor();
  expect(await page.getByRole('link', { name: /^\+1 \(415\)/ }).getAttribute('href')).toBe(`tel:${number}`);
  await page.getByRole('button', { name: 'Collapse' }).click();
  await page.getByText('Take your first call').waitFor({ state: 'hidden' });
  await screenshot(page, 'home-no-calls');

  const phone = await newPage({ mobile: true, dark: true });
  await signIn(phone, account);
  await phone.getByText('3 of 4 done').waitFor();
  await expectAccessible(phone);
  await screenshot(phone, 'home-no-calls-dark-mobile');
});

test('a call is seen as it arrives, followed as it is spoken, and heard when it is over', async ({ newPage }) => {
  const account = await signUp({ companyName: BUSINESS });
  const number = await setUp(account);
  const page = await newPage();
  await signIn(page, account, '/calls');
  await page.getByText('No calls yet').waitFor();
  const { sid } = await placeCall({ to: number, caller: { script: SCRIPT, hangUp: 'never' } });

  // It arrives by itself, in the strip and in the list.
  const running = page.getByRole('region', { name: 'Live now' });
  await running.getByRole('link').waitFor();
  await page
    .getByRole('table', { name: 'Calls' })
    .getByText(/Ringing|In progress/)
    .waitFor();
  await screenshot(page, 'calls-running');
  await running.getByRole('link').click();

  // It grows, turn by turn.
  await page.getByRole('button', { name: 'End call' }).waitFor();
  await page.getByText(`Thank you for calling ${BUSINESS}`).waitFor();
  const before = await turns(page).count();
  await vi.waitFor(async () => expect(await turns(page).count()).toBeGreaterThan(before), { timeout: 60_000 });
  await expectAccessible(page);
  await screenshot(page, 'call-running');
  await hangUp(sid);

  // It turns into what is left of it.
  const player = page.getByRole('slider', { name: 'Playback position' });
  await player.waitFor({ timeout: RECORDING_MS });
  expect(await page.getByRole('button', { name: 'End call' }).count()).toBe(0);
  await page.getByText('Completed').waitFor();
  await page.getByText('Response times').waitFor();
  await page.getByText('Caller hung up', { exact: true }).waitFor();
  await page.getByText('No other calls with this number.').waitFor();
  const [recording] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download recording' }).click(),
  ]);
  expect(recording.suggestedFilename()).toMatch(/^call-.+\.(wav|mp3)$/);
  await expectAccessible(page);
  await screenshot(page, 'call-finished');

  const finished = page.url();

  // A sentence that is clicked is heard.
  const sentence = page.getByRole('button', { name: 'How can I help you?' });
  await sentence.click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  const place = async (): Promise<number> => Number(await player.getAttribute('aria-valuenow'));
  const from = await place();
  expect(from).toBeGreaterThan(0);
  expect(await page.locator('p[aria-current]').innerText()).toContain('How can I help you?');
  await vi.waitFor(async () => expect(await place()).toBeGreaterThan(from), { timeout: 10_000 });

  // Keys and clicks lead elsewhere.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await player.press('Home');
  await vi.waitFor(async () => expect(await place()).toBe(0));
  await player.press('ArrowRight');
  await vi.waitFor(async () => expect(await place()).toBe(5));

  // The list and the first page know it too.
  await page.getByRole('complementary').getByRole('link', { name: 'Calls', exact: true }).click();
  await page.getByRole('table', { name: 'Calls' }).getByText('Recorded').waitFor();
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Busy' }).click();
  await page.getByText('No calls match these filters').waitFor();
  expect(page.url()).toContain('status=busy');
  await screenshot(page, 'calls-no-match');
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await page.getByRole('table', { name: 'Calls' }).getByText('Completed').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('calls.csv');
  await screenshot(page, 'calls');
  await page.getByRole('complementary').getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByRole('button', { name: 'Got it' }).click();
  await page.getByText('You’re all set').waitFor({ state: 'hidden' });
  await page.getByRole('table', { name: 'Agents' }).getByText(AGENT.name).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'home');

  await page.goto('calls?offset=50');
  await page.getByRole('button', { name: 'Go to first page' }).click();
  await page.getByRole('table', { name: 'Calls' }).getByText('Completed').waitFor();

  // Their charts come beside their data, not after it.
  for (const [path, ready] of [
    ['', page.getByRole('figure')],
    [finished, page.getByRole('button', { name: 'Play', exact: true })],
  ] as const) {
    const { steps } = await measureFirstLoad(page, path, ready);
    expect({ path, tooDeep: steps.slice(2) }).toEqual({ path, tooDeep: [] });
  }
}, 300_000);

test('somebody ends a call that runs, on a phone and in the dark', async ({ newPage }) => {
  const account = await signUp({ companyName: BUSINESS });
  const number = await setUp(account);
  const page = await newPage({ mobile: true, dark: true });
  // As in Safari, whose streams cannot be iterated over.
  await page.addInitScript(() => {
    Reflect.deleteProperty(ReadableStream.prototype, Symbol.asyncIterator);
    Reflect.deleteProperty(ReadableStream.prototype, 'values');
  });
  await signIn(page, account);
  const { sid } = await placeCall({ to: number, caller: { hangUp: 'never' } });
  await page.getByRole('region', { name: 'Live now' }).getByRole('link').click();
  await page.getByText(`Thank you for calling ${BUSINESS}`).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'call-running-dark-mobile');
  await page.getByRole('button', { name: 'End call' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End call' }).click();
  await page.getByText('The call was ended from the dashboard or the API.').waitFor({ timeout: 60_000 });
  await hangUp(sid).catch(() => undefined);
  await page.getByRole('slider', { name: 'Playback position' }).waitFor({ timeout: RECORDING_MS });
  await expectAccessible(page);
  await screenshot(page, 'call-finished-dark-mobile');
  await page.getByRole('link', { name: 'Calls' }).first().click();
  await page.getByRole('list', { name: 'Calls' }).getByText('Completed').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await screenshot(page, 'calls-dark-mobile');
});
