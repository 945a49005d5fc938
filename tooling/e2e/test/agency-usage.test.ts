import { readFile } from 'node:fs/promises';
import { AGENT } from '@leadlock/launch/demo/scenario';
import { beforeAll, expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { addClient, callClient, type Client } from '../src/clients.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { screenshot, test } from '../src/test.ts';

let agency: Account;
let client: Client;
let other: Client;
beforeAll(async () => {
  agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  client = await addClient(agency, 'Harbor Plumbing');
  other = await addClient(agency, 'Bright Smile Dental');
  await callClient(agency, client);
}, 120_000);

test('an agency sees what its sub-accounts use, today in UTC, and saves it', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, agency, '/usage');
  const table = page.getByRole('table', { name: 'Usage' });
  await table.getByRole('link', { name: client.name }).waitFor();
  await page.getByRole('button', { name: 'Dates in UTC: Any time' }).click();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await page.getByRole('button', { name: 'Dates in UTC: Today' }).waitFor();
  const { searchParams } = new URL(page.url());
  const today = new Date().toISOString().slice(0, 10);
  expect([searchParams.get('from'), searchParams.get('to')]).toEqual([today, today]);
  await table.getByRole('link', { name: client.name }).waitFor();
  await page.getByRole('combobox', { name: 'Client' }).click();
  await page.getByRole('option', { name: other.name }).click();
  await page.getByText('No calls match these filters').waitFor();
  await page.getByRole('button', { name: 'Show all calls' }).click();
  await table.getByRole('link', { name: client.name }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('usage.csv');
  const [header, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  expect(header).toContain('sub_account_name');
  expect(rows).toEqual([expect.stringContaining(client.name)]);
});

test('an agency copies an agent of one sub-account to another', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, agency, '/clients/agents');
  await page.getByRole('button', { name: `Actions for ${AGENT.name} of ${client.name}` }).click();
  await page.getByRole('menuitem', { name: 'Copy to another client' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Copy to' }).click();
  expect(await page.getByRole('option', { name: client.name }).count()).toBe(0);
  await page.getByRole('option', { name: other.name }).click();
  await expectAccessible(page);
  await screenshot(page, 'agency-copy-agent');
  await dialog.getByRole('button', { name: 'Copy agent' }).click();
  await page.getByText(`copied to ${other.name}`).waitFor();
  await page.getByRole('cell', { name: `${AGENT.name} (Copy)`, exact: true }).waitFor();
  expect(await other.api.get('/agents')).toMatchObject({ total: 2 });
});
