import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { test } from '../src/test.ts';

const AGENT = {
  name: 'Ava',
  voice_provider: 'local',
  greeting: 'Hello, this is Ava.',
  enable_recording_disclosure: false,
  system_prompt: 'You are {{agent_name}} of {{nobody}}. Hours: [from when to when].',
};

test('somebody talks to an agent with changes that are not saved, beside the editor', async ({ newPage }) => {
  const account = await signUp();
  const agent = await account.api.post<{ id: string }>('/agents', AGENT);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  const dock = page.getByRole('complementary', { name: 'Test' });
  await dock.getByText('saved settings').waitFor();
  await page.getByRole('textbox', { name: 'Greeting', exact: true }).fill('Hello from the draft.');
  await dock.getByText('your unsaved changes').waitFor();

  await dock.getByRole('button', { name: 'Type instead' }).click();
  const log = dock.getByRole('log', { name: 'Transcript' });
  await log.getByText('Hello from the draft.').waitFor();
  await dock.getByRole('button', { name: 'Hang up' }).click();
  await dock.getByText('You hung up.').waitFor();
  expect(await account.api.get(`/agents/${agent.id}`)).toMatchObject({ greeting: AGENT.greeting });

  // What no save accepts is refused here, too.
  await page.getByRole('textbox', { name: 'Prompt' }).and(page.locator('[contenteditable]')).fill('');
  await dock.getByRole('button', { name: /Type/ }).click();
  await dock.getByText('Fix the marked settings').waitFor();
  await page.getByRole('link', { name: 'Prompt has an error' }).waitFor();
});

test('the prompt marks variables and blanks, undoes, compares, and takes the whole window', async ({ newPage }) => {
  const account = await signUp();
  const agent = await account.api.post<{ id: string }>('/agents', AGENT);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  const prompt = page.getByRole('textbox', { name: 'Prompt' }).and(page.locator('[contenteditable]'));
  await page.getByText('2 things to fix').waitFor();
  await prompt.getByTitle('Filled in on every call').waitFor();
  await prompt.getByTitle('No variable is called “nobody”').waitFor();
  await prompt.getByTitle('Fill in this blank').waitFor();

  await page.getByRole('button', { name: 'Full screen' }).click();
  const window = page.getByRole('dialog', { name: 'Prompt' });
  await window.waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Be brief.');
  for (const key of ['Shift+Tab', 'Tab']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Show changes' }).click();
  await page.getByRole('insertion').filter({ hasText: 'Be brief.' }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Show changes' }).waitFor({ state: 'detached' });
  expect(await prompt.innerText()).toBe(AGENT.system_prompt);

  await lookAtEveryWay(page, 'prompt-and-test');
  // Where there is no room beside the editor, the test comes over it.
  await page.getByRole('button', { name: 'Test these settings' }).click();
  await page.getByRole('dialog', { name: 'Test' }).getByRole('button', { name: 'Start talking' }).waitFor();
});

test('callers hear blanks of a prompt only where somebody has agreed to that', async ({ newPage }) => {
  const account = await signUp();
  const agent = await account.api.post<{ id: string }>('/agents', AGENT);
  const prompt = () => account.api.get<{ system_prompt: string }>(`/agents/${agent.id}`);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  await page.getByRole('textbox', { name: 'Prompt' }).and(page.locator('[contenteditable]')).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Be brief.');
  const save = page.getByRole('button', { name: 'Save' });
  await save.click();
  const question = page.getByRole('dialog', { name: 'Leave the blanks unfilled?' });
  await question.getByText('Callers may hear them: [from when to when].').waitFor();
  await lookAtEveryWay(page, 'unfilled-blanks');
  await page.setViewportSize({ width: 1280, height: 800 });
  await question.getByRole('button', { name: 'Fill them in' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await prompt()).toMatchObject({ system_prompt: AGENT.system_prompt });
  await save.click();
  await question.getByRole('button', { name: 'Save anyway' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await prompt()).toMatchObject({ system_prompt: `${AGENT.system_prompt} Be brief.` });

  const takesCalls = page.getByRole('switch', { name: 'Takes calls' });
  await takesCalls.click();
  await page.getByText(/no longer takes calls/).waitFor();
  await takesCalls.click();
  await question.getByRole('button', { name: 'Activate anyway' }).click();
  await page.getByText(/now takes calls/).waitFor();
});
