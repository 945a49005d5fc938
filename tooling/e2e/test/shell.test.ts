import { randomBytes } from 'node:crypto';
import { AGENT } from '@leadlock/launch/demo/scenario';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { actingFor, signIn, signUp, type Account } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { allowProblems } from '../src/page-problems.ts';
import { screenshot, test } from '../src/test.ts';

test('the palette goes anywhere by keyboard alone', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/profile');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.type('webho');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor();
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('keys lead to pages, and a key says which', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/profile');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('');
  // Where somebody types they are letters.
  await name.pressSequentially('gc?');
  expect(await name.inputValue()).toBe('gc?');
  await name.fill('');
  await name.blur();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
});

test('a closed group of the sidebar stays closed, and an old address leads to the page of today', async ({
  newPage,
}) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/webhooks?tab=events');
  await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  expect(page.url()).toContain('/app/settings/webhooks?tab=events');
  const agents = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Agents' });
  await agents.waitFor();
  await page.getByRole('button', { name: 'Build' }).click();
  await agents.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: 'Build', expanded: false }).waitFor();
  expect(await agents.count()).toBe(0);
});

test('on a phone the menu leads around, and no page scrolls sideways', async ({ newPage }) => {
  const page = await newPage({ mobile: true });
  await signIn(page, await signUp({ companyName: 'Hartmann & Söhne Klimatechnik und Sanitärinstallationen GmbH' }));
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Menu' });
  await menu.getByRole('link', { name: 'Settings' }).waitFor();
  await expectAccessible(page);
  await menu.getByRole('link', { name: 'Settings' }).click();
  await menu.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  const link = await page.getByRole('link', { name: 'Audit log' }).boundingBox();
  expect((link?.x ?? 1_000) + (link?.width ?? 0)).toBeLessThanOrEqual(375);
});

/** An agency with one sub-account, and the sub-account's id. */
async function createAgency(name: string): Promise<{ agency: Account; clientId: string }> {
  const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  const slug = `client-${randomBytes(4).toString('hex')}`;
  const { id } = await agency.api.post<{ id: string }>('/agency/sub-accounts', { name, slug });
  return { agency, clientId: id };
}

/** Lets a page begin in the sub-account, as after it was chosen in this tab. */
async function actFor(page: Page, account: { id: string; name: string }): Promise<void> {
  await page.addInitScript((text) => {
    if (sessionStorage.getItem('began') === null) sessionStorage.setItem('leadlock.account', text);
    sessionStorage.setItem('began', 'yes');
  }, JSON.stringify(account));
}

test('whoever stays with unsaved changes stays in the account, wherever they go next', async ({ newPage }) => {
  const { agency, clientId } = await createAgency('Harbor Plumbing');
  const agent = await actingFor(agency, clientId).post<{ id: string }>('/agents', AGENT);
  const page = await newPage();
  await actFor(page, { id: clientId, name: 'Harbor Plumbing' });
  await signIn(page, agency, `/agents/${agent.id}`);
  await page.getByRole('textbox', { name: 'Business' }).fill('Other Plumbing');
  await page.getByRole('button', { name: /^Back to Northwind Voice/ }).click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(await page.getByRole('textbox', { name: 'Business' }).inputValue()).toBe('Other Plumbing');
  await page.getByRole('link', { name: 'Phone numbers', exact: true }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('heading', { name: 'Phone numbers', level: 1 }).waitFor();
  await page.locator('main:not(:has([aria-busy=true]))').waitFor();
  await page.reload();
  await page.getByText('You are working in Harbor Plumbing').waitFor();
});

test('on a phone the banner of another account stays in sight', async ({ newPage }) => {
  const name = 'Hartmann & Söhne Klimatechnik und Sanitärinstallationen GmbH';
  const { agency, clientId } = await createAgency(name);
  const agent = await actingFor(agency, clientId).post<{ id: string }>('/agents', AGENT);
  const page = await newPage({ mobile: true });
  await actFor(page, { id: clientId, name });
  await signIn(page, agency, `/agents/${agent.id}`);
  await page.getByRole('heading', { name: 'Identity and prompt' }).waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const banner = page.getByText('You are working in');
  const header = page.getByRole('banner');
  const sections = page.getByRole('navigation', { name: 'Sections' });
  const edges = await Promise.all([banner, header, sections].map((part) => part.boundingBox()));
  const [bannerBox, headerBox, sectionsBox] = edges;
  expect(await banner.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
  expect(bannerBox && headerBox && bannerBox.y + bannerBox.height <= headerBox.y, 'header below the banner').toBe(true);
  expect(headerBox && sectionsBox && headerBox.y + headerBox.height <= sectionsBox.y + 1, 'sections below it').toBe(
    true,
  );
  await expectAccessible(page);
  await screenshot(page, 'acting-phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
});

test('a sub-account that is taken away while somebody works in it leaves them in their own', async ({ newPage }) => {
  const { agency, clientId } = await createAgency('Harbor Plumbing');
  const page = await newPage();
  await actFor(page, { id: clientId, name: 'Harbor Plumbing' });
  await signIn(page, agency, '/calls');
  await page.getByText('You are working in Harbor Plumbing').waitFor();
  await agency.api.delete(`/agency/sub-accounts/${clientId}`);

  await page.reload();
  await page.getByText('You no longer have access to Harbor Plumbing').waitFor();
  await page.getByRole('heading', { name: /Northwind Voice/, level: 1 }).waitFor();
  expect(await page.getByText('You are working in').count()).toBe(0);
});

test('whoever changes something in a sub-account that was taken away meanwhile is told', async ({ newPage }) => {
  const { agency, clientId } = await createAgency('Harbor Plumbing');
  const agent = await actingFor(agency, clientId).post<{ id: string }>('/agents', AGENT);
  const page = await newPage();
  allowProblems(page, /403/);
  await actFor(page, { id: clientId, name: 'Harbor Plumbing' });
  await signIn(page, agency, `/agents/${agent.id}`);
  await page.getByRole('textbox', { name: 'Business' }).fill('Other Plumbing');
  await agency.api.delete(`/agency/sub-accounts/${clientId}`);

  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('You no longer have access to Harbor Plumbing').waitFor();
  await page.getByRole('heading', { name: /Northwind Voice/, level: 1 }).waitFor();
});

test('whoever goes from one client to another stays on the page, without its filters', async ({ newPage }) => {
  const { agency } = await createAgency('Harbor Plumbing');
  await agency.api.post('/agency/sub-accounts', {
    name: 'Seaside Roofing',
    slug: `seaside-${randomBytes(6).toString('hex')}`,
  });
  const page = await newPage();
  await signIn(page, agency, '/phone-numbers');
  const switchTo = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: /^Account:/ }).click();
    await page.getByRole('option', { name }).click();
    await page
      .getByRole('status')
      .filter({ hasText: `You are working in ${name}` })
      .waitFor();
  };
  await switchTo('Harbor Plumbing');
  expect(new URL(page.url()).pathname).toBe('/app/phone-numbers');
  await page.goto('calls?status=failed');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  await switchTo('Seaside Roofing');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/app/calls');
});

test('an agency’s palette finds an agent of a client, and opens it there', async ({ newPage }) => {
  const { agency, clientId } = await createAgency('Harbor Plumbing');
  await actingFor(agency, clientId).post('/agents', { ...AGENT, name: 'Night line' });
  const page = await newPage();
  await signIn(page, agency, '/settings/profile');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).fill('night');
  await page.getByRole('option', { name: /Night line.*Harbor Plumbing/ }).click();
  await page.getByText('You are working in Harbor Plumbing').waitFor();
  await page.getByRole('heading', { name: 'Night line', level: 1 }).waitFor();
});

test('an agency’s palette leads into settings, to a new sub-account, into one and back', async ({ newPage }) => {
  const { agency } = await createAgency('Harbor Plumbing');
  const page = await newPage();
  await signIn(page, agency, '/settings/profile');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  const choose = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or go to' }).fill(text);
    await page.keyboard.press('Enter');
  };
  await choose('audit');
  await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor();
  await choose('harbor');
  await page.getByText('You are working in Harbor Plumbing').waitFor();
  await choose('back to northwind');
  await page.getByText('You are working in Harbor Plumbing').waitFor({ state: 'detached' });
  await choose('new client');
  await page.getByRole('dialog', { name: 'New client' }).waitFor();
});
