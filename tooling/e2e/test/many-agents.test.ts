import { connectDatabase } from '@leadlock/db/client';
import { sql } from 'kysely';
import { expect, inject } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { connectNumber } from '../src/connect-number.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { test } from '../src/test.ts';

const AGENTS = 2_000;
const MOST_ELEMENTS = 2_500;

test('an account with 2,000 agents shows them by the page and finds one by typing, wherever one is chosen', async ({
  newPage,
}) => {
  const account = await signUp();
  const number = await connectNumber(account);
  const { current_tenant_id: tenantId } = await account.api.get<{ current_tenant_id: string }>('/auth/context');
  const database = connectDatabase({ connectionString: inject('stack').databaseUrl, maxConnections: 1 });
  await sql`
    INSERT INTO agents (tenant_id, id, name, settings, created_at)
    SELECT ${tenantId}, gen_random_uuid(), 'Agent ' || to_char(n, 'FM0000'),
      jsonb_build_object('system_prompt', repeat('Be brief. ', 300), 'voice_provider', 'local'), now() - n * interval '1 minute'
    FROM generate_series(1, ${AGENTS}::int) AS n
  `.execute(database.system);
  // Without a call there is nothing to filter.
  await sql`
    INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at)
    VALUES (${tenantId}, gen_random_uuid(), ${`CA${tenantId}`}, 'inbound', '+14155550100', '+14155550101', 'completed', now())
  `.execute(database.system);
  await database.close();

  const page = await newPage();
  const answers: string[] = [];
  page.on('request', (request) => answers.push(request.url()));
  await signIn(page, account);
  await page.getByText('(415) 555-0100').first().waitFor();
  await page.goto('agents');
  const table = page.getByRole('table', { name: 'Agents' });
  await table.getByText('Agent 0001').waitFor();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByText('1–50 of 2,000').waitFor();
  expect(await page.locator('*').count()).toBeLessThan(MOST_ELEMENTS);
  await pages.getByRole('button', { name: 'Next page' }).click();
  await table.getByText('Agent 0051').waitFor();
  await table.getByRole('button', { name: 'Name' }).click();
  await table.getByRole('button', { name: 'Name' }).click();
  await table.getByText('Agent 2000').waitFor();
  expect(page.url()).toContain('sort=name');
  await page.getByRole('textbox', { name: 'Search agents' }).fill('1234 agent');
  await table.getByText('Agent 1234').waitFor();
  await pages.waitFor({ state: 'hidden' });
  await page.getByRole('textbox', { name: 'Search agents' }).fill('nobody');
  await page.getByText('No agents match “nobody”').waitFor();
  await page.getByRole('button', { name: 'Show all agents' }).click();
  await pages.waitFor();

  await page.goto('calls');
  await page.getByRole('combobox', { name: 'Agent' }).click();
  await page.getByText('1,950 more. Type to narrow the list.').waitFor();
  await page.keyboard.type('1999');
  await page.getByRole('option', { name: 'Agent 1999' }).click();
  await page.waitForURL(/agent=/);
  expect(await page.getByRole('combobox', { name: 'Agent' }).innerText()).toBe('Agent 1999');
  await page.reload();
  await page.getByRole('combobox', { name: 'Agent' }).getByText('Agent 1999').waitFor();

  await page.goto('phone-numbers');
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Change name or agent' }).click();
  await page.getByRole('combobox', { name: 'Answered by' }).click();
  await page.keyboard.type('1777');
  await page.getByRole('option', { name: 'Agent 1777' }).click();
  expect(await page.getByRole('combobox', { name: 'Answered by' }).innerText()).toBe('Agent 1777');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('table', { name: 'Phone numbers' }).getByText('Agent 1777').waitFor();
  expect(await account.api.get(`/phone-numbers/search?search=${number.phoneNumber.slice(-4)}`)).toMatchObject({
    phone_numbers: [{ id: number.id, agent_name: 'Agent 1777' }],
  });

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type a command or search').fill('agent 0815');
  await page.getByRole('option', { name: 'Agent 0815' }).click();
  await page.getByRole('heading', { name: 'Agent 0815', level: 1 }).waitFor();
  // Nowhere were all of them sent.
  expect(answers.filter((url) => /agents\.list|phoneNumbers\.list(?!Twilio)/.test(url))).toEqual([]);

  await page.goto('agents?q=Agent 199');
  await table.getByText('Agent 1999').waitFor();
  await lookAtEveryWay(page, 'many-agents');
}, 120_000);
