import { brandStyle } from '@leadlock/api/brand-colors';
import { expect, inject } from 'vitest';
import { signUp } from '../src/accounts.ts';
import { screenshot, test } from '../src/test.ts';

const COLOR = '#7a1f5c';

/** Browsers take every name below `localhost` to this machine. */
const at = (domain: string): string => {
  const url = new URL(inject('stack').apiUrl);
  url.hostname = domain;
  return url.origin;
};

test('a custom domain shows its agency’s name and color before any script runs', async ({ newPage }) => {
  const domain = `northwind-${Date.now()}.localhost`;
  const { api } = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  await api.patch('/agency/branding', { company_name: 'Northwind Voice', primary_color: COLOR, custom_domain: domain });

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
  await screenshot(page, 'sign-in-custom-domain');

  const own = await newPage({ javaScript: false });
  await own.goto('sign-in');
  expect(await own.title()).toBe('Leadlock');
});
