import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { connectNumber } from '../src/connect-number.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { allowProblems } from '../src/page-problems.ts';
import { screenshot, test } from '../src/test.ts';

interface Agent {
  id: string;
  name: string;
  is_active: boolean;
  [setting: string]: unknown;
}

const FRONT_DESK = {
  name: 'Front desk',
  voice_provider: 'local',
  business_name: 'Bright Smile Dental',
  system_prompt: 'You are Ava.',
  transfer_targets: [{ name: 'Dana', number: '+12125550123', reason: 'Billing', note: 'kept' }],
};

/** As the sandbox's ElevenLabs has it. */
const MATILDA = 'XrExE9yKIg1WjnnlVkGX';

const createAgent = (account: Account, changes: object = {}): Promise<Agent> =>
  account.api.post<Agent>('/agents', { ...FRONT_DESK, ...changes });
const readAgent = (account: Account, { id }: Agent): Promise<Agent> => account.api.get<Agent>(`/agents/${id}`);

/** Once more than a plain text box is there. */
const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt' }).and(page.locator('[contenteditable]'));
const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
const business = (page: Page) => page.getByRole('textbox', { name: 'Business' });

test('somebody makes their first agent from a template, finds it in the list, and deletes it', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await signIn(page, account, '/agents');
  await page.getByText('Create your first agent').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'agents-empty');

  await page.getByRole('link', { name: 'New agent' }).click();
  await page.getByRole('button', { name: 'Create agent' }).click();
  expect(await page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('textbox', { name: 'Name' }).fill('Max');
  await page.getByRole('radio', { name: 'Home services' }).click();
  await page.getByLabel('Service area').fill('Springfield and 20 miles around');
  await page.getByRole('radio', { name: 'ElevenLabs' }).click();
  await page.getByRole('combobox', { name: 'Voice' }).click();
  await page.getByRole('option', { name: 'Matilda' }).click();
  expect(await page.getByRole('combobox', { name: 'Time zone' }).innerText()).toContain('America/New York');
  await screenshot(page, 'new-agent');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await page.getByRole('button', { name: 'Create agent' }).click();

  await page.getByRole('heading', { name: 'Max', level: 1 }).waitFor();
  const written = await prompt(page).innerText();
  expect(written).toContain('home services company');
  expect(written).toContain('- Service area: Springfield and 20 miles around.');
  // What was not answered is left out.
  expect(written).not.toMatch(/Prices:|\[/);
  const { agents } = await account.api.get<{ agents: unknown[] }>('/agents');
  expect(agents).toMatchObject([{ name: 'Max', voice_provider: 'elevenlabs', elevenlabs_voice_id: MATILDA }]);
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Agents' }).click();
  await page.getByRole('row', { name: /Max/ }).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'agents');

  await page.getByRole('switch', { name: 'Max takes calls' }).click();
  await page.getByText('Max no longer takes calls').waitFor();
  await page.getByRole('textbox', { name: 'Search agents' }).fill('somebody else');
  await page.getByText('No agents match “somebody else”').waitFor();
  expect(page.url()).toContain('q=somebody');
  await page.getByRole('button', { name: 'Show all agents' }).click();

  await page.getByRole('button', { name: 'Actions for Max' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete agent' }).click();
  await page.getByText('Create your first agent').waitFor();
  expect((await account.api.get<{ total: number }>('/agents')).total).toBe(0);
});

test.for([
  { name: 'desktop', options: {} },
  { name: 'dark', options: { dark: true } },
  { name: 'mobile', options: { mobile: true } },
])('every tab of the editor can be read: $name', async ({ name, options }, { newPage }) => {
  const account = await signUp();
  const agent = await createAgent(account);
  const page = await newPage(options);
  await signIn(page, account, `/agents/${agent.id}`);
  await page.getByRole('heading', { name: 'Identity and prompt' }).waitFor();
  for (const [tab, heading] of [
    ['Prompt', 'Greeting'],
    ['Voice', 'Listening'],
    ['Functions', 'Transfers'],
    ['Channels', 'Texts'],
    ['Advanced', 'Limits'],
  ] as const) {
    await openTab(page, tab);
    await page.getByRole('heading', { name: heading, level: 2 }).waitFor();
    await page.locator('a[aria-current=page]', { hasText: tab }).waitFor();
    await expectAccessible(page);
    await screenshot(page, `agent-${tab}-${name}`.toLowerCase());
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scroll').toBe(
      true,
    );
  }
});

test('a save sends what was changed and keeps what it does not know', async ({ newPage }) => {
  const account = await signUp();
  const agent = await createAgent(account);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  await prompt(page).fill('You are Ava. Greet ');
  await page.getByRole('button', { name: 'Insert variable' }).first().click();
  await page.getByRole('menuitem', { name: 'business_name' }).click();
  // What was typed on one tab stays while another is open.
  await openTab(page, 'Functions');
  await page.getByRole('link', { name: 'Prompt has unsaved changes' }).waitFor();
  await page.getByRole('button', { name: 'Add target' }).click();
  await page.keyboard.type('Dr. Chen');
  await page.getByRole('list', { name: 'People and teams' }).getByLabel('Number').last().fill('(212) 555-0124');
  await page.getByRole('button', { name: 'Move target 2 up' }).click();
  await page.getByText('Unsaved changes', { exact: true }).waitFor();

  const patched = page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().includes('agents.update'),
  );
  await page.keyboard.press('Control+s');
  expect(Object.keys(JSON.parse((await patched).postData() ?? '{}')['0'])).toEqual([
    'agent_id',
    'system_prompt',
    'transfer_targets',
  ]);
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByText('Unsaved changes', { exact: true }).waitFor({ state: 'detached' });
  expect(await readAgent(account, agent)).toMatchObject({
    system_prompt: 'You are Ava. Greet {{business_name}}',
    transfer_targets: [
      { name: 'Dr. Chen', number: '+12125550124' },
      { name: 'Dana', number: '+12125550123', reason: 'Billing', note: 'kept' },
    ],
  });
});

test('what is not accepted is shown where it stands, on its tab', async ({ newPage }) => {
  const account = await signUp();
  const own = await connectNumber(account);
  const agent = await createAgent(account);
  await account.api.patch(`/phone-numbers/${own.id}`, { agent_id: agent.id });
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}?tab=functions`);
  await page.getByRole('button', { name: 'Add target' }).click();
  await page.keyboard.type('Nobody');
  await openTab(page, 'Voice');
  await page.getByRole('heading', { name: 'Listening' }).waitFor();
  await page.keyboard.press('Control+s');
  const number = page.getByRole('list', { name: 'People and teams' }).getByLabel('Number').last();
  await page.getByText('Must be a valid phone number').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect(await number.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByRole('link', { name: 'Functions has an error' }).waitFor();
  await expectAccessible(page);

  // A rule that only the api knows: which numbers are the account's own.
  allowProblems(page, /422/);
  await number.fill(own.phoneNumber);
  await page.keyboard.press('Control+s');
  await page.getByText('The agent itself answers this number').waitFor();
});

test('unsaved changes are not left behind unasked', async ({ newPage }) => {
  const account = await signUp();
  const agent = await createAgent(account);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  await business(page).fill('Other Dental');
  const calls = page.getByRole('link', { name: 'Calls', exact: true }).first();
  await calls.click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(await business(page).inputValue()).toBe('Other Dental');

  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await page.evaluate(() => setTimeout(() => location.reload()));
  await expect.poll(() => asked).toBe(1);

  await calls.click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.waitForURL('**/calls');
  expect(await readAgent(account, agent)).toMatchObject({ business_name: 'Bright Smile Dental' });
});

test('of two who change the same agent neither loses their change unasked', async ({ newPage }) => {
  const account = await signUp();
  const agent = await createAgent(account);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  await business(page).fill('Mine');
  await account.api.patch(`/agents/${agent.id}`, { business_name: 'Theirs', industry: 'Dentist' });
  await page.keyboard.press('Control+s');
  await page.getByText('Someone else has changed Business').waitFor();
  const differs = page.getByRole('region', { name: 'Changes' });
  expect(await differs.innerText()).toMatch(/Theirs\s+Theirs\s+Yours\s+Mine/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save mine' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await readAgent(account, agent)).toMatchObject({ business_name: 'Mine', industry: 'Dentist' });
  expect(await page.getByRole('textbox', { name: 'Industry' }).inputValue()).toBe('Dentist');
});

test('who saves again while a save is under way is in nobody’s way', async ({ newPage }) => {
  const account = await signUp();
  const agent = await createAgent(account);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}`);
  await business(page).fill('First');
  const held = Promise.withResolvers<void>();
  await page.route('**/trpc/agents.update*', async (route) => {
    const response = await route.fetch();
    await held.promise;
    await route.fulfill({ response });
  });
  const stored = page.waitForRequest('**/trpc/agents.update*');
  await page.keyboard.press('Control+s');
  await stored;
  await expect.poll(() => readAgent(account, agent)).toMatchObject({ business_name: 'First' });
  await business(page).fill('Second');
  await page.keyboard.press('Control+s');
  held.resolve();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await page.getByText('Overwrite someone else’s change?').count()).toBe(0);
  await page.getByText('Unsaved changes', { exact: true }).waitFor();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readAgent(account, agent)).toMatchObject({ business_name: 'Second' });
});

test('a switch does what it shows, and asks where callers would miss the agent', async ({ newPage }) => {
  const account = await signUp();
  const number = await connectNumber(account);
  const agent = await createAgent(account);
  const other = await createAgent(account, { name: 'Night desk' });
  await account.api.patch(`/phone-numbers/${number.id}`, { agent_id: agent.id });
  const page = await newPage();
  await signIn(page, account, '/agents');
  const night = page.getByRole('switch', { name: 'Night desk takes calls' });
  await night.waitFor();
  // Somebody else was faster: off stays off.
  await account.api.patch(`/agents/${other.id}`, { is_active: false });
  await night.click();
  await page.getByText('Night desk no longer takes calls').waitFor();
  expect(await readAgent(account, other)).toMatchObject({ is_active: false });

  const front = page.getByRole('switch', { name: 'Front desk takes calls' });
  await front.click();
  await page.getByText('No one will answer').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await front.getAttribute('aria-checked')).toBe('true');
  await front.click();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByText('Front desk no longer takes calls').waitFor();
  expect(await readAgent(account, agent)).toMatchObject({ is_active: false });
});

test('an agent’s page shows what its provider reads, and copies and deletes it', async ({ newPage }) => {
  const account = await signUp();
  const agent = await createAgent(account);
  const page = await newPage();
  await signIn(page, account, `/agents/${agent.id}?tab=voice`);
  await page.getByText('Silence that ends a turn').waitFor();
  const temperature = page.getByRole('slider', { name: 'Temperature' });
  expect(await page.getByText('End of a turn').count()).toBe(0);
  expect(await page.getByText('Audio kept before speech').count()).toBe(0);
  expect(await temperature.count()).toBe(0);
  await page.getByRole('radio', { name: 'Google Gemini' }).click();
  await page.getByText('Audio kept before speech').waitFor();
  await temperature.waitFor();
  await page.getByRole('radio', { name: 'OpenAI' }).click();
  await page.getByText('End of a turn').waitFor();
  expect(await page.getByText('Silence that ends a turn').count()).toBe(0);
  expect(await temperature.count()).toBe(0);
  await page.getByRole('button', { name: 'Discard' }).click();

  await page.getByRole('button', { name: 'Actions for Front desk' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('heading', { name: 'Front desk (Copy)', level: 1 }).waitFor();
  await page.getByText('Inactive', { exact: true }).waitFor();

  // Edits of an agent that is gone are nothing to ask about.
  await business(page).fill('Nobody’s');
  await page.getByRole('button', { name: 'Actions for Front desk (Copy)' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete agent' }).click();
  await page.waitForURL('**/agents');
  expect((await account.api.get<{ agents: Agent[] }>('/agents')).agents.map(({ id }) => id)).toEqual([agent.id]);
});
