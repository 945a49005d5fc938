import { forTenant, type TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test, vi } from 'vitest';
import { getWebhookSettings } from './get-webhook-settings.ts';
import { updateWebhookSettings, type WebhookSettingsUpdate } from './update-webhook-settings.ts';

const URL = 'https://hooks.example.com/one';

let ctx: TenantContext;
const database = await useDatabase();
beforeEach(async () => {
  ctx = forTenant(createTestContext(database), await createTenant(database));
});

/** Makes one change, and the other while the first is not committed yet. */
async function changeAtOnce(first: WebhookSettingsUpdate, second: WebhookSettingsUpdate): Promise<void> {
  const waiting: Promise<void>[] = [];
  await withTransaction(ctx.db, async (trx) => {
    await updateWebhookSettings({ ...ctx, db: trx }, first);
    waiting.push(updateWebhookSettings(ctx, second));
    await vi.waitFor(async () => expect(await blockedSessions(database.system)).toBe(1));
  });
  await Promise.all(waiting);
}
const settings = () => getWebhookSettings(ctx, { showSecret: false });

test('a change of the address does not enable again what was disabled meanwhile', async () => {
  await updateWebhookSettings(ctx, { webhook_url: URL, webhook_enabled: true });
  await changeAtOnce({ webhook_enabled: false }, { webhook_url: `${URL}/moved` });
  expect(await settings()).toMatchObject({ webhook_enabled: false, webhook_url: `${URL}/moved` });
});

test('disabling does not bring an address back that was changed meanwhile', async () => {
  await updateWebhookSettings(ctx, { webhook_url: URL, webhook_enabled: true });
  await changeAtOnce({ webhook_url: `${URL}/moved` }, { webhook_enabled: false });
  expect(await settings()).toMatchObject({ webhook_enabled: false, webhook_url: `${URL}/moved` });
});

test('of two first addresses the later stays, and what the earlier enabled stays enabled', async () => {
  await changeAtOnce({ webhook_url: URL, webhook_enabled: true }, { webhook_url: `${URL}/moved` });
  expect(await settings()).toMatchObject({ webhook_enabled: true, webhook_url: `${URL}/moved` });
});
