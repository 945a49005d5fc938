import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { meterLoudspeaker } from '../src/loudspeaker.ts';
import { recordSpeech } from '../src/spoken-recording.ts';
import { screenshot, test } from '../src/test.ts';

const AGENT = {
  name: 'Ava',
  voice_provider: 'local',
  business_name: 'Bright Smile Dental',
  greeting: 'Hello, this is Ava.',
  enable_recording_disclosure: false,
  tools_enabled: ['end_call'],
  system_prompt: `You are Ava, the friendly receptionist of Bright Smile Dental.
- Opening hours: Monday to Friday, 8 am to 5 pm; Saturday 9 am to 1 pm. Closed on Sunday.`,
};

let folder: string;
let microphone: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadlock-microphone-'));
  microphone = join(folder, 'question.wav');
  // The microphone begins when it is opened; the greeting comes first.
  await recordSpeech(microphone, [7000, 'What are your opening hours on Saturday?', 60_000]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the page on which an agent is talked to. @returns how loud the loudest sound was that left the page since the last time */
async function openTalk(page: Page, account: Account, settings: object = {}): Promise<() => Promise<number>> {
  const { id } = await account.api.post<{ id: string }>('/agents', { ...AGENT, ...settings });
  const loudest = await meterLoudspeaker(page);
  await signIn(page, account, `/agents/${id}/talk`);
  return loudest;
}

test.for([
  { name: 'desktop', device: {} },
  { name: 'dark-mobile', device: { mobile: true, dark: true } },
])(
  'somebody speaks with an agent through the microphone and hears it: $name',
  async ({ name, device }, { newPage }) => {
    const account = await signUp();
    const page = await newPage({ ...device, fakeMicrophone: microphone });
    const loudest = await openTalk(page, account);
    await page.getByRole('button', { name: 'Start talking' }).click();
    const log = page.getByRole('log', { name: 'Transcript' });
    await log.getByText('Hello, this is Ava.').waitFor();
    await log
      .getByText(/opening hours/i)
      .first()
      .waitFor();
    await log.getByText(/Saturday 9 am to 1 pm/).waitFor();
    await log.getByText(/answered in/).waitFor();
    expect(await loudest(), 'what the loudspeaker played').toBeGreaterThan(0.05);
    await expectAccessible(page);
    await screenshot(page, `talk-voice-${name}`);

    await page.getByRole('button', { name: 'Mute the microphone' }).click();
    await page.getByText('Muted').waitFor();
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.getByText('You hung up.').waitFor();
    await page.getByRole('link', { name: 'View call' }).click();
    await page.waitForURL('**/calls/*');
  },
);

test.for(['openai', 'xai', 'gemini', 'elevenlabs'])(
  'somebody speaks with an agent of %s',
  async (provider, { newPage }) => {
    const account = await signUp();
    const page = await newPage({ fakeMicrophone: microphone });
    const loudest = await openTalk(page, account, { voice_provider: provider });
    await page.getByRole('button', { name: 'Start talking' }).click();
    const log = page.getByRole('log', { name: 'Transcript' });
    await log.getByText('Hello, this is Ava.').waitFor();
    await log.getByText(/Saturday 9 am to 1 pm/).waitFor();
    expect(await loudest(), 'what the loudspeaker played').toBeGreaterThan(0.05);
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.getByRole('link', { name: 'View call' }).click();
    await page.getByText('Response times').waitFor();

    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { metadata } = await account.api.get<{ metadata: { voices: object[] } }>(`/calls/${id}`);
    expect(metadata.voices[0]).toMatchObject({ provider, was_ready: true });
  },
);

test.for([
  { name: 'desktop', mobile: false },
  { name: 'mobile', mobile: true },
])('somebody without a microphone writes to an agent and hears it: $name', async ({ name, mobile }, { newPage }) => {
  const account = await signUp();
  const page = await newPage({ mobile });
  const loudest = await openTalk(page, account);
  await page.getByRole('button', { name: 'Start talking' }).click();
  await page.getByText(/No microphone was found|blocked the microphone/).waitFor();
  await expectAccessible(page);
  await screenshot(page, `talk-no-microphone-${name}`);

  await page.getByRole('button', { name: 'Type instead' }).click();
  const log = page.getByRole('log', { name: 'Transcript' });
  await log.getByText('Hello, this is Ava.').waitFor();
  await page.getByRole('textbox', { name: 'Write to Ava' }).fill('What are your opening hours on Saturday?');
  await page.keyboard.press('Enter');
  await log.getByText(/Saturday 9 am to 1 pm/).waitFor();
  await expect.poll(() => loudest()).toBeGreaterThan(0.05);
  await screenshot(page, `talk-typed-${name}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scroll').toBe(
    true,
  );

  await page.getByRole('button', { name: 'Hang up' }).click();
  await page.getByRole('button', { name: 'Talk again' }).waitFor();
  await screenshot(page, `talk-over-${name}`);
});

test('a call ends when its page is left, and only then', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await openTalk(page, account);
  await page.getByRole('button', { name: 'Type instead' }).click();
  await page.getByText('On the call').waitFor();
  const agents = page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Agents' });
  await agents.click();
  await page.getByRole('button', { name: 'Stay on the call' }).click();
  await page.getByText('On the call').waitFor();
  await agents.click();
  await page.getByRole('button', { name: 'End call' }).click();
  await expect
    .poll(
      async () => (await account.api.get<{ calls: { status: string }[] }>('/calls')).calls.map(({ status }) => status),
      {
        timeout: 20_000,
      },
    )
    .toEqual(['completed']);
});

test('a page without sound holds a call by typing and says so', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  // As browsers do over http.
  await page.addInitScript(() =>
    Object.defineProperty(BaseAudioContext.prototype, 'audioWorklet', { value: undefined }),
  );
  await openTalk(page, account);
  await page.getByRole('button', { name: 'Start talking' }).click();
  await page.getByText('No sound in this browser').waitFor();
  await page.getByRole('button', { name: 'Type instead' }).click();
  const log = page.getByRole('log', { name: 'Transcript' });
  await log.getByText('Hello, this is Ava.').waitFor();
  await page.getByRole('textbox', { name: 'Write to Ava' }).fill('What are your opening hours on Saturday?');
  await page.keyboard.press('Enter');
  await log.getByText(/Saturday 9 am to 1 pm/).waitFor();
  await expectAccessible(page);
});

test('a page that is left while the microphone is asked for opens none and begins no call', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage({ fakeMicrophone: microphone });
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const answer = Promise.withResolvers<void>();
    navigator.permissions.query = () => Promise.resolve({ state: 'prompt' } as PermissionStatus);
    const tracks: MediaStreamTrack[] = [];
    Object.assign(globalThis, { allow: answer.resolve, tracks });
    devices.getUserMedia = async (wanted) => {
      await answer.promise;
      const stream = await ask(wanted);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  await openTalk(page, account);
  await page.getByRole('button', { name: 'Start talking' }).click();
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Agents' }).click();
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  await page.evaluate(() => (globalThis as unknown as { allow: () => void }).allow());
  await page.waitForFunction(() => {
    const { tracks } = globalThis as unknown as { tracks: MediaStreamTrack[] };
    return tracks.length > 0 && tracks.every(({ readyState }) => readyState === 'ended');
  });
  expect(await account.api.get('/calls')).toMatchObject({ total: 0 });
});

test('an unplugged microphone is noticed', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage({ fakeMicrophone: microphone });
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      const [track] = stream.getTracks();
      Object.assign(globalThis, { unplug: () => track?.dispatchEvent(new Event('ended')) });
      return stream;
    };
  });
  await openTalk(page, account);
  await page.getByRole('button', { name: 'Start talking' }).click();
  await page.getByText('Microphone on').waitFor();
  await page.evaluate(() => (globalThis as unknown as { unplug: () => void }).unplug());
  await page.getByText('Microphone disconnected').waitFor();
  await page.getByRole('button', { name: 'Use the microphone' }).click();
  await page.getByText('Microphone on').waitFor();
});
