import { AGENT } from '@leadlock/launch/demo/scenario';
import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { test } from '../src/test.ts';

test('calls are looked into one after another with the keyboard, beside their list', async ({ newPage }) => {
  const account = await signUp();
  const agent = await account.api.post<{ id: string }>('/agents', AGENT);
  const start = () => account.api.post<{ call_id: string }>(`/agents/${agent.id}/test-call`, {});
  const older = await start();
  await start();
  const page = await newPage();
  await signIn(page, account, '/calls');
  const table = page.getByRole('table', { name: 'Calls' });
  await table.getByRole('row').nth(2).waitFor();

  for (const key of ['j', 'j', 'k', ' ']) await page.keyboard.press(key);
  const peek = page.getByRole('dialog');
  await peek.getByText('Duration').or(peek.getByText('Running for')).waitFor();
  expect(await peek.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
  await lookAtEveryWay(page, 'call-peek');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.keyboard.press('Escape');
  await peek.waitFor({ state: 'detached' });
  await table.getByRole('button', { name: 'Preview' }).first().click();
  await peek.waitFor();
  await page.keyboard.press('j');
  await expect.poll(() => peek.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/calls/${older.call_id}`);
});
