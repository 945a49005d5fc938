import { randomBytes } from 'node:crypto';
import { brandStyle } from '@leadlock/api/brand-colors';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { connectNumber } from '../src/connect-number.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { measureFirstLoad } from '../src/first-load.ts';
import { linkFromEmail } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

const LONG_MS = 180_000;
const COLOR = '#7a1f5c';
const COLOR_ON_SCREEN = 'rgb(122, 31, 92)';
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 28"><rect width="120" height="28" rx="6" fill="#7a1f5c"/></svg>`;

const unique = (): string => randomBytes(4).toString('hex');
const brandOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.documentElement.style.getPropertyValue('--brand'));
const backgroundOf = (page: Page, text: string): Promise<string> =>
  page
    .getByText(text)
    .first()
    .evaluate((start) => {
      let element: Element | null = start;
      while (element && getComputedStyle(element).backgroundColor === 'rgba(0, 0, 0, 0)')
        element = element.parentElement;
      return element ? getComputedStyle(element).backgroundColor : '';
    });

test.for([
  ['on a computer', {}],
  ['on a phone, in the dark', { mobile: true, dark: true }],
] as const)(
  'an agency brands itself, adds a client, and its administrator sees that account alone, %s',
  { timeout: LONG_MS },
  async ([where, device], { newPage }) => {
    const [brand, client, person] = [
      `Northwind ${unique()}`,
      `Bright Smile ${unique()}`,
      `dana-${unique()}@example.com`,
    ];
    const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
    const page = await newPage(device);
    const follow = async (name: string): Promise<void> => {
      if ('mobile' in device) await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('link', { name, exact: true }).click();
    };
    const picture = (name: string): Promise<void> => screenshot(page, `${name} ${where}`.replaceAll(/[^a-z]+/g, '-'));

    await signIn(page, agency, '/brand');
    await page.getByLabel('Company name').fill(brand);
    await page.getByLabel('Color', { exact: true }).fill(COLOR);
    await page.getByText('Text on your color is white').waitFor();
    await expectAccessible(page);
    await page
      .getByLabel('Logo', { exact: true })
      .setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(LOGO) });
    await page.getByText('Logo updated').waitFor();
    await page
      .getByLabel('Favicon', { exact: true })
      .setInputFiles({ name: 'icon.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(LOGO) });
    await page.getByText('Favicon updated').waitFor();
    await page.getByRole('button', { name: 'Remove favicon' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Favicon removed').waitFor();
    expect(await agency.api.get('/agency/branding')).toMatchObject({ favicon_url: null });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Brand saved').waitFor();
    expect(await brandOf(page)).toBe(brandStyle(COLOR)['--brand']);
    // On a phone the logo is in the menu.
    if (!('mobile' in device)) await page.getByRole('img', { name: brand }).first().waitFor();
    await picture('agency-brand');

    await follow('Home');
    await page.getByText('Create a client').waitFor();
    await expectAccessible(page);
    await picture('agency-home-empty');
    await page.getByRole('link', { name: 'Create client' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(client);
    await dialog.getByText('Available', { exact: true }).waitFor();
    await dialog.getByLabel('Administrator’s name').fill('Dana Whitfield');
    await dialog.getByLabel('Administrator’s email').fill(person);
    await dialog.getByRole('checkbox', { name: 'Invite administrator now' }).waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Create client' }).click();
    await page.getByRole('heading', { name: client, level: 1 }).waitFor();
    await page.getByText('Invited', { exact: true }).waitFor();
    await expectAccessible(page);
    await picture('agency-client');

    const link = await linkFromEmail(person, 'accept-invite');
    const theirs = await newPage({ mobile: true, dark: true });
    await theirs.goto(link);
    await theirs.getByLabel('Password', { exact: true }).fill(randomBytes(12).toString('base64url'));
    await theirs.getByRole('button', { name: 'Accept invitation' }).click();
    await theirs.getByRole('heading', { name: `Welcome, ${client}` }).waitFor();
    expect(await theirs.title()).toContain(brand);
    expect(await brandOf(theirs)).toBe(brandStyle(COLOR)['--brand']);
    await expectAccessible(theirs);
    await screenshot(theirs, 'agency-administrator-home');
    await theirs.getByRole('button', { name: 'Menu' }).click();
    await theirs.getByRole('link', { name: 'Phone numbers' }).waitFor();
    expect(await theirs.getByRole('button', { name: /^Account: / }).count()).toBe(0);
    expect(await theirs.getByRole('link', { name: 'Clients' }).count()).toBe(0);
    await theirs.goto('clients');
    await theirs.getByText('Agencies only').waitFor();

    await page.reload();
    await page.getByText('Active', { exact: true }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Open account' }).click();
    await page.getByText(`You are working in ${client}`).waitFor();
    expect(await backgroundOf(page, `You are working in`)).toBe(COLOR_ON_SCREEN);
    await page.getByRole('heading', { name: `Welcome, ${client}` }).waitFor();
    await expectAccessible(page);
    await picture('agency-acting');
    await page.getByRole('button', { name: /^Back to Northwind Voice/ }).click();
    await page.getByText(`You are working in ${client}`).waitFor({ state: 'hidden' });
    await follow('Clients');
    await page.getByRole('link', { name: client }).waitFor();
    await picture('agency-clients');
  },
);

test(
  'an agency gives a client a number and a connection, suspends it and lets it go on',
  async ({ newPage }) => {
    const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
    await connectNumber(agency);
    const name = `Harbor Plumbing ${unique()}`;
    const client = await agency.api.post<{ id: string }>('/agency/sub-accounts', { name, slug: `harbor-${unique()}` });
    const page = await newPage();
    await signIn(page, agency, `/clients/${client.id}`);

    await page.getByRole('button', { name: 'Assign a phone number' }).click();
    await page.getByRole('menuitem', { name: /^\+1 \(415\)/ }).click();
    await page.getByText('No agent assigned').waitFor();
    await page.getByRole('button', { name: 'Assign an integration' }).click();
    await page.getByRole('menuitem', { name: /^Main line/ }).click();
    await page.getByRole('button', { name: 'Unassign Main line' }).waitFor();
    expect(await agency.api.get(`/agency/sub-accounts/${client.id}`)).toMatchObject({
      integrations: [{ provider: 'twilio' }],
    });

    const actions = page.getByRole('button', { name: `Actions for ${name}` });
    await actions.click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    await page.getByLabel('Reason').fill('Two invoices are unpaid');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('Two invoices are unpaid. Its team').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'agency-client-suspended');
    await actions.click();
    await page.getByRole('menuitem', { name: 'Resume' }).click();
    await page.getByText('Two invoices are unpaid').waitFor({ state: 'hidden' });

    await actions.click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Rate').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This field is required.').waitFor();
    await dialog.getByLabel('Rate').fill('0.29');
    await dialog.getByRole('button', { name: 'Upcharges for texts' }).click();
    await dialog.getByLabel('SMS').fill('0.02');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('$0.29 per minute').waitFor();
    expect(await agency.api.get(`/agency/sub-accounts/${client.id}`)).toMatchObject({
      per_minute_rate_cents: 29,
      text_upcharge_by_type: { sms: 2 },
    });
  },
  LONG_MS,
);

test('an agency’s pages load in two steps', async ({ newPage }) => {
  const agency = await signUp({ type: 'agency' });
  const page = await newPage();
  await signIn(page, agency, '/sign-up');
  for (const [path, ready] of [
    // The first visit tells the browser that it is an agency's, whose home has a part of its own.
    ['clients', page.getByText('No clients yet')],
    ['', page.getByText('Create a client')],
    ['usage', page.getByText('No calls yet')],
    ['clients/agents', page.getByText('No agents yet')],
    ['clients/calls', page.getByText('No calls yet')],
    ['brand', page.getByLabel('Company name')],
  ] as const) {
    const { steps } = await measureFirstLoad(page, path, ready);
    expect({ path, tooDeep: steps.slice(2) }).toEqual({ path, tooDeep: [] });
  }
  // Charts come with the first client.
  const client = await agency.api.post<{ id: string }>('/agency/sub-accounts', {
    name: 'Harbor Plumbing',
    slug: `harbor-${unique()}`,
  });
  for (const path of ['', `clients/${client.id}`]) {
    const { steps } = await measureFirstLoad(page, path, page.getByRole('figure').first());
    expect({ path, tooDeep: steps.slice(2) }).toEqual({ path, tooDeep: [] });
  }
});
