import { AGENT } from '@leadlock/launch/demo/scenario';
import { beforeAll } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { addClient, callClient } from '../src/clients.ts';
import { lookAtEveryWay, pictureName } from '../src/look-at-every-way.ts';
import { test } from '../src/test.ts';

/** Addresses, their headings, and what comes with their data. */
const PAGES = [
  ['', 'Northwind & Söhne Voice', 'Top clients'],
  ['clients', 'Clients', 'New client'],
  ['usage', 'Usage and margins', 'Inbound'],
  ['clients/agents', 'Agents', AGENT.name],
  ['clients/calls', 'Calls', 'Completed'],
  ['brand', 'Brand and domain', 'Company name'],
] as const;

let agency: Account;
beforeAll(async () => {
  agency = await signUp({ type: 'agency', companyName: 'Northwind & Söhne Voice' });
  const client = await addClient(agency, 'Hartmann Klimatechnik und Sanitärinstallationen der Region Nord');
  await addClient(agency, 'Harbor Plumbing');
  await callClient(agency, client);
}, 120_000);

test.for(PAGES)('an agency can use /app/%s', async ([path, heading, data], { newPage }) => {
  const page = await newPage();
  await signIn(page, agency, `/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.getByText(data).first().waitFor();
  await page.locator('main:not(:has([aria-busy=true]))').waitFor();
  await lookAtEveryWay(page, path === '' ? 'agency-home' : pictureName(path));
});
