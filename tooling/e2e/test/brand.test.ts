import { randomBytes } from 'node:crypto';
import { brandStyle } from '@leadlock/api/brand-colors';
import type { HttpClient } from '@leadlock/launch/demo/http-client';
import { expect, inject } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { linkFromEmail, setTxtRecords } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

const COLOR = '#7a1f5c';

/** Browsers take every name below `localhost` to this machine. */
const at = (domain: string): string => {
  const url = new URL(inject('stack').apiUrl);
  url.hostname = domain;
  return url.origin;
};

/** Gives an agency a domain of its own, which it proves. */
async function giveDomain(api: HttpClient, custom_domain: string): Promise<void> {
  await api.patch('/agency/branding', { custom_domain });
  const { dns } = await api.get<{ dns: { name: string; value: string } }>('/agency/branding/domain');
  await setTxtRecords(dns.name, [dns.value]);
  const checked = await api.post<{ status: string }>('/agency/branding/domain/verify', {});
  expect(checked.status).toBe('verified');
}

test('a custom domain is verified from the page that says how, and not served before', async ({ newPage }) => {
  const domain = `proved-${Date.now()}.localhost`;
  const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  const page = await newPage();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, agency, '/brand');
  await page.getByLabel('Domain', { exact: true }).fill(domain);
  await page.getByRole('button', { name: 'Save' }).click();
  const proof = page.getByRole('region', { name: 'Verification' });
  await proof.getByText('Not verified').waitFor();
  // Nobody's domain can lead to the localhost of these tests.
  await page.getByText('No public address yet').waitFor();
  expect(await page.getByLabel('Address record').count()).toBe(0);
  const stranger = await newPage({ javaScript: false });
  await stranger.goto(`${at(domain)}/app/sign-in`);
  expect(await stranger.title()).toBe('Leadlock');

  const record = proof.getByLabel('DNS record');
  const [, name, value] = await record.locator('dd.font-mono').allInnerTexts();
  expect(name).toBe(`_leadlock-challenge.${domain}`);
  await record.getByRole('button', { name: 'Copy value' }).click();
  await record.getByRole('button', { name: 'Copied' }).waitFor();
  await proof.getByRole('button', { name: 'Verify' }).click();
  await proof.getByText(`TXT record ${name} not found.`).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'custom-domain-pending');

  await setTxtRecords(name ?? '', [value ?? '']);
  await proof.getByText('Checked').waitFor();
  await proof.getByRole('button', { name: 'Check again' }).click();
  await proof.getByText('Verified', { exact: true }).waitFor();
  expect(await record.count()).toBe(0);
  await screenshot(page, 'custom-domain-verified');
});

test('a custom domain shows its agency’s name and color before any script runs', async ({ newPage }) => {
  const domain = `northwind-${Date.now()}.localhost`;
  const { api } = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  await api.patch('/agency/branding', { company_name: 'Northwind Voice', primary_color: COLOR });
  await giveDomain(api, domain);

  const bare = await newPage({ javaScript: false });
  await bare.goto(`${at(domain)}/app/sign-in`);
  expect(await bare.title()).toBe('Northwind Voice');
  const painted = bare.locator('html');
  const variable = (name: string) =>
    painted.evaluate((html, name) => getComputedStyle(html).getPropertyValue(name), name);
  for (const [name, value] of Object.entries(brandStyle(COLOR)))
    expect([name, await variable(name)]).toEqual([name, value]);

  const page = await newPage();
  await page.goto(`${at(domain)}/app/sign-in`);
  const button = page.getByRole('button', { name: 'Sign in' });
  await button.waitFor();
  expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(122, 31, 92)');
  expect(await page.locator('body').innerText()).toContain('Northwind Voice');
  expect(await page.getByRole('link', { name: 'Create an account' }).count()).toBe(0);
  await screenshot(page, 'sign-in-custom-domain');

  const own = await newPage({ javaScript: false });
  await own.goto('sign-in');
  expect(await own.title()).toBe('Leadlock');
});

test('an agency without a brand goes by its name on its domain, before the sign-in and after it', async ({
  newPage,
}) => {
  const domain = `unbranded-${Date.now()}.localhost`;
  const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  await giveDomain(agency.api, domain);
  const page = await newPage();
  await page.goto(`${at(domain)}/app/sign-in`);
  expect(await page.title()).toContain('Northwind Voice');
  await page.getByLabel('Email').fill(agency.email);
  await page.getByLabel('Password', { exact: true }).fill(agency.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Welcome, Northwind Voice' }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  expect(await page.title()).toBe('Welcome, Northwind Voice · Northwind Voice');
});

test('an agency’s client sees its brand by the invitation, from the first paint on, and its help', async ({
  newPage,
}) => {
  const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  await agency.api.patch('/agency/branding', {
    company_name: 'Northwind',
    primary_color: COLOR,
    support_email: 'help@northwind.example',
    support_url: 'https://help.northwind.example/',
  });
  const unique = randomBytes(4).toString('hex');
  const email = `dana-${unique}@example.com`;
  const { id } = await agency.api.post<{ id: string }>('/agency/sub-accounts', {
    name: 'Harbor Plumbing',
    slug: `harbor-${unique}`,
    admin_email: email,
  });
  await agency.api.post(`/agency/sub-accounts/${id}/invite`, {});
  const page = await newPage();
  await page.goto(await linkFromEmail(email, 'accept-invite'));
  await page.getByRole('heading', { name: 'Join Harbor Plumbing' }).waitFor();
  await page.getByLabel('Your name').fill('Dana Reyes');
  await page.getByLabel('Password', { exact: true }).fill(randomBytes(12).toString('base64url'));
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await page.getByRole('heading', { name: 'Welcome, Harbor Plumbing' }).waitFor();
  await page.getByRole('button', { name: 'Help' }).click();
  const support = page.getByRole('menuitem', { name: 'Contact support' });
  expect(await support.getAttribute('href')).toBe('mailto:help@northwind.example');
  expect(await page.getByRole('menuitem', { name: 'Help center' }).getAttribute('href')).toBe(
    'https://help.northwind.example/',
  );

  // Before the api has answered.
  const held = Promise.withResolvers<void>();
  await page.route('**/trpc/**', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.title.includes('Northwind'));
  held.resolve();
  await page.getByRole('heading', { name: 'Welcome, Harbor Plumbing' }).waitFor();
});

test('where storage is disabled people still sign in', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await page.addInitScript(() => {
    const get = (): never => {
      throw new DOMException('Storage is disabled', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'localStorage', { get });
    Object.defineProperty(globalThis, 'sessionStorage', { get });
  });
  await page.goto('sign-in');
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /Bright Smile Dental/ }).waitFor();
});
