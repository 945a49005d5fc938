import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { addColleague } from '../src/colleagues.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { allowProblems } from '../src/page-problems.ts';
import { test } from '../src/test.ts';

test('notification settings are saved, and shown again', async ({ newPage }) => {
  const account = await signUp();
  // A zone that no browser lists.
  await account.api.patch('/notifications/settings', { quiet_hours_timezone: 'UTC' });
  const page = await newPage();
  await signIn(page, account, '/settings/notifications');
  const zone = page.getByLabel('Time zone');
  await zone.filter({ hasText: 'UTC' }).waitFor();
  await page.getByRole('switch', { name: 'Weekly report' }).click();
  await page.getByLabel('Also send to').fill('not an address');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Enter a valid email address.').waitFor();
  await page.getByLabel('Also send to').fill('ann@example.com; bob@example.com');
  await page.getByRole('radio', { name: 'Daily digest' }).click();
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  await page.getByLabel('From', { exact: true }).fill('21:30');
  await zone.click();
  await page
    .getByRole('status')
    .filter({ hasText: /more\. Type/ })
    .waitFor();
  expect(await page.getByRole('option').count()).toBe(50);
  await page.getByPlaceholder('Search for a city').fill('new york');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Notification settings saved').waitFor();

  await page.reload();
  await zone.filter({ hasText: 'America/New York' }).waitFor();
  expect(await page.getByLabel('Also send to').inputValue()).toBe('ann@example.com\nbob@example.com');
  expect(await page.getByRole('radio', { name: 'Daily digest' }).isChecked()).toBe(true);
  expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('21:30');
  expect(await account.api.get('/notifications/settings')).toMatchObject({
    additional_emails: ['ann@example.com', 'bob@example.com'],
    notification_frequency: 'daily',
    quiet_hours_timezone: 'America/New_York',
  });
});

test('an account counts its days where it was signed up, until it is told otherwise', async ({ newPage }) => {
  const page = await newPage();
  await page.goto('sign-up');
  await page.getByLabel('Your name').fill('Ana Ruiz');
  await page.getByLabel('Company').fill('Bright Smile Dental');
  await page.getByLabel('Email').fill(`ann-${randomBytes(6).toString('hex')}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill(randomBytes(12).toString('base64url'));
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Your business', level: 2 }).waitFor();

  await page.goto('settings/general');
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  // Of the browser.
  await zone.filter({ hasText: 'America/New York' }).waitFor();
  const save = page.getByRole('button', { name: 'Save time zone' });
  expect(await save.isDisabled()).toBe(true);
  await zone.click();
  await page.getByPlaceholder('Search for a city').fill('berlin');
  await page.keyboard.press('Enter');
  await save.click();
  await page.getByText('Time zone saved').waitFor();
  await page.reload();
  await zone.filter({ hasText: 'Europe/Berlin' }).waitFor();
  await page.goto('calls?status=failed');
  await page.getByRole('button', { name: 'Dates in Europe/Berlin: Any time' }).waitFor();
});

test('the terms of outbound calls are accepted by an admin, and it says by whom', async ({ newPage }) => {
  const account = await signUp();
  const member = await addColleague(account, 'member');
  const theirs = await newPage();
  await signIn(theirs, member, '/settings/compliance');
  await theirs.getByText('Only owners and admins can accept.').waitFor();

  const page = await newPage();
  await signIn(page, account, '/settings/compliance');
  const accept = page.getByRole('button', { name: 'Accept', exact: true });
  await accept.waitFor();
  expect(await accept.isDisabled()).toBe(true);
  await page.getByRole('checkbox').check();
  await accept.click();
  await page.getByText(`accepted by ${account.email}`).waitFor();
  await page.getByText('Accepted', { exact: true }).waitFor();
  await expectAccessible(page);
  expect(await account.api.get('/compliance/outbound')).toMatchObject({ outbound_enabled: true });
});

test('a colleague is not disabled or made an owner by one click', async ({ newPage }) => {
  const owner = await signUp();
  const colleague = await addColleague(owner, 'member');
  const page = await newPage();
  await signIn(page, owner, '/settings/team');
  const row = page.getByRole('row').filter({ hasText: colleague.email });
  const choose = async (role: 'menuitem' | 'menuitemradio', name: string): Promise<void> => {
    await row.getByRole('button', { name: `Actions for ${colleague.email}` }).click();
    await page.getByRole(role, { name, exact: true }).click();
  };
  const question = page.getByRole('dialog');

  await choose('menuitemradio', 'Owner');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await choose('menuitemradio', 'Admin');
  await row.getByText('Admin').waitFor();
  await choose('menuitemradio', 'Owner');
  await question.getByRole('button', { name: 'Make owner' }).click();
  await row.getByText('Owner').waitFor();
  await choose('menuitemradio', 'Member');
  await question.getByRole('button', { name: 'Make member' }).click();
  await row.getByText('Member').waitFor();
  await choose('menuitem', 'Disable');
  await question.getByRole('button', { name: 'Disable' }).click();
  await row.getByText('Disabled').waitFor();
  await choose('menuitem', 'Enable');
  await row.getByText('Active').waitFor();
  await page.getByText(`${colleague.email} enabled`).waitFor();
});

test('a report that the server failed to take is sent again as another one, with the page it is about', async ({
  newPage,
}) => {
  const account = await signUp();
  const page = await newPage();
  await signIn(page, account, '/settings/api-keys');
  const sent: { key: string | undefined; body: string }[] = [];
  await page.route('**/issues/', async (route) => {
    const request = route.request();
    sent.push({ key: request.headers()['idempotency-key'], body: request.postData() ?? '' });
    if (sent.length === 1) await route.fulfill({ status: 500, json: { detail: 'It failed.' } });
    else if (sent.length === 2) await route.abort();
    else await route.continue();
  });
  allowProblems(page, /status of 500|ERR_FAILED|Failed to fetch/);
  await page.getByRole('button', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: 'Report a problem' }).click();
  await page.getByLabel('What went wrong?').fill('The list stays empty.');
  const send = page.getByRole('button', { name: 'Send report' });
  await send.click();
  await page.getByText('It failed.').waitFor();
  await send.click();
  await page.getByText('Can’t reach the server.').waitFor();
  await send.click();
  await page.getByText('Thanks, we got it').waitFor();
  const [failed, unanswered, taken] = sent;
  expect(failed?.key).not.toBe(unanswered?.key);
  // Whether that one had arrived is not known.
  expect(taken?.key).toBe(unanswered?.key);
  expect(taken?.body).toContain('/app/settings/api-keys');
});

test('a company is renamed by an admin, and everywhere at once', async ({ newPage }) => {
  const account = await signUp({ type: 'agency' });
  const member = await addColleague(account, 'member');
  const page = await newPage();
  await signIn(page, account, '/settings/general');
  const name = page.getByLabel('Company name');
  const save = page.getByRole('button', { name: 'Save company name' });
  await name.waitFor();
  expect(await name.inputValue()).toBe('Bright Smile Dental');
  await name.fill('Bright');
  await name.fill('');
  await save.click();
  await page.getByText('This field is required.').waitFor();
  await name.fill('Bright Smile & Sons');
  await save.click();
  await page.getByText('Company name saved').waitFor();
  await page.getByRole('button', { name: /Account: Bright Smile & Sons/ }).waitFor();
  await lookAtEveryWay(page, 'settings-general');

  const theirs = await newPage();
  await signIn(theirs, member, '/settings/general');
  await theirs.getByText('Only owners and admins can change it.').first().waitFor();
  expect(await theirs.getByLabel('Company name').inputValue()).toBe('Bright Smile & Sons');
  expect(await theirs.getByRole('button', { name: 'Save company name' }).count()).toBe(0);
});
