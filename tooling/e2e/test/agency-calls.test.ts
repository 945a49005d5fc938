import { AGENT } from '@leadlock/launch/demo/scenario';
import { beforeAll, expect } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { addClient, type Client } from '../src/clients.ts';
import { connectNumber } from '../src/connect-number.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { hangUp, placeCall } from '../src/sandbox.ts';
import { test } from '../src/test.ts';

let agency: Account;
let client: Client;
let other: Client;
let number: string;
beforeAll(async () => {
  agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  client = await addClient(agency, 'Harbor Plumbing');
  other = await addClient(agency, 'Bright Smile Dental');
  const { id, phoneNumber } = await connectNumber(agency);
  await agency.api.post(`/phone-numbers/${id}/assign`, { sub_account_id: client.id });
  await client.api.patch(`/phone-numbers/${id}`, { agent_id: client.agentId });
  number = phoneNumber;
}, 120_000);

test('an agency sees its clients’ calls live, narrows them, and opens one in its account', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, agency);
  await page.getByRole('complementary').getByRole('link', { name: 'Calls', exact: true }).click();
  await page.getByText('No calls yet').waitFor();
  const { sid } = await placeCall({ to: number, caller: { hangUp: 'never' } });
  const running = page.getByRole('region', { name: 'Live now' }).getByRole('button');
  await running.getByText(`${client.name} · ${AGENT.name}`).waitFor();
  const table = page.getByRole('table', { name: 'Calls' });
  await table.getByRole('cell', { name: client.name }).waitFor();
  await running.click();
  await page.getByRole('button', { name: 'End call' }).waitFor();
  await page.getByText(`You are working in ${client.name}`).waitFor();
  await hangUp(sid);
  await page.getByText('Completed').waitFor();

  const list = await newPage();
  await signIn(list, agency, '/calls');
  await list.waitForURL(/\/clients\/calls$/);
  await list.getByRole('table', { name: 'Calls' }).getByText('Completed').waitFor();
  await list.getByRole('combobox', { name: 'Client' }).click();
  await list.getByRole('option', { name: other.name }).click();
  await list.getByText('No calls match these filters').waitFor();
  expect(list.url()).toContain(`account=${other.id}`);
  await list.getByRole('button', { name: 'Clear filters' }).first().click();
  await list.getByRole('combobox', { name: 'Agent' }).click();
  await list.getByRole('option', { name: `${AGENT.name} ${client.name}` }).click();
  await list.getByRole('table', { name: 'Calls' }).getByText('Completed').waitFor();
  await lookAtEveryWay(list, 'agency-calls');
}, 120_000);
