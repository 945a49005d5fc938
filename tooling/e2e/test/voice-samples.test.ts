import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { allowProblems } from '../src/page-problems.ts';
import { failSpeech } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

const PATH = '/agents/wizard/preview-greeting-tts';
const AVA = {
  name: 'Ava',
  business_name: 'Bright Smile Dental',
  system_prompt: 'You are Ava.',
  greeting: 'Thank you for calling {{business_name}}, this is {{agent_name}}. How can I help you today?',
  voice_provider: 'xai',
};
const GREETING = 'Thank you for calling Bright Smile Dental, this is Ava. How can I help you today?';

/** The first who speaks waits for the sandbox to find its voice. */
const SOON = { timeout: 20_000 };

interface Heard {
  sounding: number;
  seconds: number;
}

/** Keeps what the page plays: how many sounds are heard now, and how far the last one has come. */
const listenIn = (page: Page) =>
  page.addInitScript(() => {
    const sounds = new Set<HTMLMediaElement>();
    // oxlint-disable-next-line typescript/unbound-method -- called with the element it is of, below
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      sounds.add(this);
      return play.call(this);
    };
    Object.assign(globalThis, {
      heard: () => ({
        sounding: [...sounds].filter(({ paused }) => !paused).length,
        seconds: Math.max(0, ...[...sounds].map(({ currentTime }) => currentTime)),
      }),
    });
  });
const heard = (page: Page): Promise<Heard> =>
  page.evaluate(() => (globalThis as unknown as { heard: () => Heard }).heard());

/** What the page has asked to be spoken. */
function spokenBy(page: Page): { voice_provider: string; voice_id: string; text: string }[] {
  const asked: { voice_provider: string; voice_id: string; text: string }[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith(PATH)) asked.push(request.postDataJSON() as (typeof asked)[number]);
  });
  return asked;
}

async function openVoiceTab(page: Page, account: Account, settings: object = {}): Promise<void> {
  const { id } = await account.api.post<{ id: string }>('/agents', { ...AVA, ...settings });
  await signIn(page, account, `/agents/${id}?tab=voice`);
}

test.for([
  { name: 'desktop', options: {} },
  { name: 'dark', options: { dark: true } },
  { name: 'mobile', options: { mobile: true } },
])(
  'the agent’s greeting is heard in the chosen voice, and again for nothing: $name',
  async ({ name, options }, { newPage }) => {
    const account = await signUp();
    const page = await newPage(options);
    await listenIn(page);
    const spoken = spokenBy(page);
    await openVoiceTab(page, account);
    const play = page.getByRole('button', { name: 'Play Ara, warm woman' });
    const stop = page.getByRole('button', { name: 'Stop Ara, warm woman' });
    await play.focus();
    await page.keyboard.press('Enter');
    await stop.waitFor();
    await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 1 });
    await expect.poll(async () => (await heard(page)).seconds, SOON).toBeGreaterThan(0.5);
    await expectAccessible(page);
    await screenshot(page, `voice-playing-${name}`);
    await page.keyboard.press('Enter');
    await play.waitFor();
    expect(await heard(page)).toMatchObject({ sounding: 0 });

    await play.click();
    // To its end, by itself.
    await stop.waitFor();
    await play.waitFor();
    expect(spoken).toEqual([{ voice_provider: 'xai', voice_id: 'ara', text: GREETING }]);
  },
);

test('voices are compared in their list by pointer and keyboard, one at a time, without choosing one', async ({
  newPage,
}) => {
  const account = await signUp();
  const page = await newPage();
  await listenIn(page);
  const spoken = spokenBy(page);
  await signIn(page, account, '/agents/new');
  await page.getByRole('radio', { name: 'Google Gemini' }).click();
  // Nobody has chosen one yet.
  const list = page.getByRole('combobox', { name: 'Voice' });
  await list.click();
  await page.getByTitle('Play Aoede').click();
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 1 });
  await page.getByTitle('Play Autonoe').click();
  await page.getByTitle('Stop Autonoe').waitFor();
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 1 });
  expect(await page.getByTitle('Stop').count()).toBe(1);
  await expectAccessible(page);
  await screenshot(page, 'voice-list');

  // The one that was heard is not in the list any more.
  await page.getByRole('combobox', { name: 'Search voices' }).fill('fenrir');
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 0 });
  await page.keyboard.press('Control+Enter');
  await page.getByTitle('Stop Fenrir').waitFor();
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 1 });
  await page.keyboard.press('Escape');
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 0 });
  expect(spoken.map(({ voice_id }) => voice_id)).toEqual(['Aoede', 'Autonoe', 'Fenrir']);
  expect(new Set(spoken.map(({ text }) => text)).size).toBe(1);
  expect(await list.innerText()).not.toContain('Fenrir');

  await list.click();
  await page.getByRole('option', { name: 'Kore' }).click();
  await page.getByRole('button', { name: 'Play Kore' }).click();
  await page.getByRole('button', { name: 'Stop Kore' }).waitFor();
  await screenshot(page, 'voice-new-agent');
  await page.getByRole('radio', { name: 'OpenAI' }).click();
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 0 });
});

test('a provider that fails says so, and the next try is heard', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await listenIn(page);
  allowProblems(page, /502/);
  await openVoiceTab(page, account, { voice_provider: 'openai', openai_voice: 'marin' });
  await failSpeech('openai', { kind: 'refuse', status: 503 });
  const play = page.getByRole('button', { name: 'Play Marin' });
  await play.click();
  await page.getByRole('alert').getByText('OpenAI didn’t respond. Try again, or choose another provider.').waitFor();
  await screenshot(page, 'voice-failed');
  await expectAccessible(page);
  expect(await page.getByRole('alert').getByText('OpenAI didn’t respond').count()).toBe(1);
  await play.click();
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 1 });
  expect(await page.getByText('OpenAI didn’t respond').count()).toBe(0);
  // It stops on leaving.
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Prompt' }).click();
  await expect.poll(() => heard(page), SOON).toMatchObject({ sounding: 0 });
});

test('this machine’s own voice is heard', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await listenIn(page);
  await openVoiceTab(page, account, { voice_provider: 'local', voice: 'rms', greeting: null });
  await page.getByRole('button', { name: 'Play RMS, American man' }).click();
  await expect.poll(async () => (await heard(page)).seconds, SOON).toBeGreaterThan(0.5);
});
