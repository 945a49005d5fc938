import { expect, vi } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { allowProblems } from '../src/page-problems.ts';
import { screenshot, test } from '../src/test.ts';
import { startWebhookReceiver } from '../src/webhook-receiver.ts';

test('a webhook is added, tried, and sent again', async ({ newPage }) => {
  await using receiver = await startWebhookReceiver();
  const account = await signUp();
  const page = await newPage();
  await signIn(page, account, '/settings/webhooks');
  await page.getByText('No webhooks yet').waitFor();
  await lookAtEveryWay(page, 'webhooks-empty');
  await page.setViewportSize({ width: 1280, height: 800 });
  allowProblems(page, /status of 422/);
  await page.getByRole('button', { name: 'Add webhook' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New webhook' });
  const save = dialog.getByRole('button', { name: 'Add webhook' });
  await dialog.getByLabel('URL').fill('not an address');
  await save.click();
  await dialog.getByLabel('URL').and(page.locator('[aria-invalid]')).waitFor();
  await dialog.getByLabel('URL').fill('http://10.0.0.1/hook');
  await save.click();
  await dialog.getByText('The URL doesn’t resolve to a public address.').waitFor();
  await dialog.getByLabel('URL').fill(receiver.url);
  await dialog.getByRole('radio', { name: 'Selected events' }).click();
  await save.click();
  await dialog.getByText('Choose at least one event').waitFor();
  await dialog.getByRole('checkbox', { name: 'Call completed', exact: true }).check();
  await dialog.getByRole('checkbox', { name: 'Appointment booked', exact: true }).check();
  await expectAccessible(page);
  await screenshot(page, 'webhook-dialog');
  await save.click();
  await page.getByText('Webhook added').waitFor();
  const card = page.getByRole('region', { name: receiver.url });
  await card.getByText('Call completed, Appointment booked').waitFor();
  expect(await account.api.get('/tenants/me/webhook')).toMatchObject({
    webhook_url: receiver.url,
    webhook_enabled: true,
  });
  // The address was tried before it was saved.
  expect(receiver.received).toHaveLength(1);

  await card.getByRole('button', { name: 'Send test event' }).click();
  await page.getByText(/Your server responded with 200/).waitFor();
  const [, test] = receiver.received;
  expect(JSON.parse(test?.body ?? '{}')).toMatchObject({ type: 'webhook.test' });
  expect(test?.headers['webhook-signature']).toMatch(/^v1,/);
  await page.getByRole('row').filter({ hasText: 'webhook.test' }).getByText('Delivered').waitFor();
  await page.getByRole('button', { name: /webhook\.test/ }).click();
  await page.getByRole('button', { name: 'Resend' }).click();
  await vi.waitFor(() => expect(receiver.received).toHaveLength(3), { timeout: 20_000 });
  expect(receiver.received[2]?.headers['webhook-id']).toBe(test?.headers['webhook-id']);
  await page.getByText('Responded with 200').nth(1).waitFor();
  await page.keyboard.press('Escape');

  await card.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit webhook' });
  await edit.getByRole('switch', { name: 'Send events' }).uncheck();
  await edit.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Disabled').waitFor();
});

test('an account has several webhooks, each with its own secret and deliveries', async ({ newPage }) => {
  await using receiver = await startWebhookReceiver();
  await using other = await startWebhookReceiver();
  const account = await signUp();
  const [first, second] = await Promise.all(
    [receiver, other].map(({ url }) =>
      account.api.post<{ id: string; secret: string }>('/webhooks/endpoints', { url }),
    ),
  );
  expect(first?.secret).not.toBe(second?.secret);
  for (const { id } of [first, second].filter((one) => one !== undefined)) {
    await account.api.post(`/webhooks/endpoints/${id}/test`, {});
  }
  const page = await newPage();
  await signIn(page, account, '/settings/webhooks');
  const rows = page.getByRole('row').filter({ hasText: 'webhook.test' });
  await rows.nth(1).waitFor();
  await lookAtEveryWay(page, 'webhooks');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('combobox', { name: 'Webhook' }).click();
  await page.getByRole('option', { name: other.url }).click();
  await vi.waitFor(async () => expect(await rows.count()).toBe(1), { timeout: 20_000 });
  await page.getByRole('region', { name: receiver.url }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Webhook deleted').waitFor();
  await page.getByRole('region', { name: receiver.url }).waitFor({ state: 'detached' });
});

test('an open delivery stays open, whatever page of the list is behind it', async ({ newPage }) => {
  await using receiver = await startWebhookReceiver();
  const account = await signUp();
  await account.api.patch('/tenants/me', { webhook_url: receiver.url });
  await account.api.post('/tenants/me/webhook-test', {});
  const page = await newPage();
  await signIn(page, account, '/settings/webhooks');
  await page.getByRole('button', { name: /webhook\.test/ }).click();
  const sheet = page.getByRole('dialog', { name: 'webhook.test' });
  await sheet.getByRole('region', { name: 'Body' }).getByText('This is a test. Your webhook works.').waitFor();
  await expectAccessible(page);

  const address = new URL(page.url());
  address.searchParams.set('offset', '25');
  await page.goto(address.href);
  await sheet.getByText('Responded with 200').waitFor();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.getByText('Nothing on this page').waitFor();
  await page.getByRole('button', { name: 'Go to first page' }).click();
  await page.getByRole('row').filter({ hasText: 'webhook.test' }).waitFor();
});

test('filters of the delivery log live in the address, and back leads to them', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/webhooks?status=failed');
  await page.getByText('No deliveries match these filters').waitFor();
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('heading', { name: 'call.completed', exact: true }).waitFor();
  await page.goBack();
  await page.getByText('No deliveries match these filters').waitFor();
  expect(new URL(page.url()).searchParams.get('status')).toBe('failed');
});
