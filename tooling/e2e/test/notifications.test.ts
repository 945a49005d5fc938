import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { connectNumber } from '../src/connect-number.ts';
import { placeCall } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

interface Notifications {
  unread_count: number;
}

test('an agency hears of a sub-account’s lost call, and opens it there', async ({ newPage }) => {
  const agency = await signUp({ type: 'agency', companyName: 'Northwind Voice' });
  const number = await connectNumber(agency);
  const client = await agency.api.post<{ id: string }>('/agency/sub-accounts', {
    name: 'Harbor Plumbing',
    slug: `harbor-${randomBytes(4).toString('hex')}`,
  });
  await agency.api.post(`/phone-numbers/${number.id}/assign`, { sub_account_id: client.id });
  // Nobody answers the number yet.
  await placeCall({ to: number.phoneNumber, caller: { script: [], hangUp: 'never' } });
  const unread = async (): Promise<number> =>
    (await agency.api.get<Notifications>('/notifications/in-app/aggregate/unread-count')).unread_count;
  await expect.poll(unread, { timeout: 20_000 }).toBe(1);

  const page = await newPage();
  await signIn(page, agency, '/notifications');
  const bell = page.getByRole('button', { name: 'Notifications, 1 unread' });
  await bell.waitFor();
  await page.getByRole('main').getByText('Harbor Plumbing').waitFor();
  // It is the sub-account's: there is nothing of the agency's own to mark.
  expect(await page.getByRole('button', { name: 'Mark mine as read' }).isDisabled()).toBe(true);
  await bell.click();
  const preview = page.getByRole('dialog', { name: 'Notifications' });
  await preview.getByText('Harbor Plumbing').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'agency-notifications');
  await preview.getByRole('button', { name: /Call from .* failed/ }).click();

  await page.getByText('You are working in Harbor Plumbing').waitFor();
  await page.getByText('No agent is assigned to this number').waitFor();
  await preview.waitFor({ state: 'detached' });
  await expect.poll(unread).toBe(0);
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
});
