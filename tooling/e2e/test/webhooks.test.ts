import { expect, vi } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { allowProblems } from '../src/page-problems.ts';
import { test } from '../src/test.ts';
import { startWebhookReceiver } from '../src/webhook-receiver.ts';

test('a webhook is set up, tried, and sent again', async ({ newPage }) => {
  await using receiver = await startWebhookReceiver();
  const account = await signUp();
  const page = await newPage();
  await signIn(page, account, '/settings/webhooks');
  allowProblems(page, /status of 422/);
  await page.getByLabel('URL').fill('not an address');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('URL').and(page.locator('[aria-invalid]')).waitFor();
  await page.getByLabel('URL').fill(receiver.url);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Webhook saved').waitFor();
  expect(await account.api.get('/tenants/me/webhook')).toMatchObject({ webhook_enabled: true });
  await page.getByRole('button', { name: 'Send test event' }).click();
  await page.getByText(/Your server responded with 200/).waitFor();
  const [test] = receiver.received;
  expect(JSON.parse(test?.body ?? '{}')).toMatchObject({ type: 'webhook.test' });
  expect(test?.headers['webhook-signature']).toMatch(/^v1,/);

  await page.getByRole('row').filter({ hasText: 'webhook.test' }).getByText('Delivered').waitFor();
  await page.getByRole('button', { name: /webhook\.test/ }).click();
  await page.getByRole('button', { name: 'Resend' }).click();
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2), { timeout: 20_000 });
  expect(receiver.received[1]?.headers['webhook-id']).toBe(test?.headers['webhook-id']);
  await page.getByText('Responded with 200').nth(1).waitFor();
  await page.keyboard.press('Escape');

  // Only the switch is changed: the address stays, and can be tried.
  await page.getByRole('switch', { name: 'Send events' }).uncheck();
  expect(await page.getByRole('button', { name: 'Send test event' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('button:enabled').filter({ hasText: 'Send test event' }).waitFor();
  expect(await page.getByRole('switch', { name: 'Send events' }).isChecked()).toBe(false);
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
