import { expect, inject } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { test } from '../src/test.ts';

test('a key is shown once, works, and is refused once it is revoked', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/api-keys');
  await page.getByText('No keys yet').waitFor();
  await page.getByRole('button', { name: 'New key' }).first().click();
  await page.getByLabel('Name').fill('Nightly export');
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Copy your key now' });
  const key = await dialog.getByRole('code').innerText();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  const row = page.getByRole('row').filter({ hasText: 'Nightly export' });
  await row.getByText('Active').waitFor();
  expect(await page.content()).not.toContain(key);

  const status = async (): Promise<number> => {
    const { apiUrl } = inject('stack');
    return (await fetch(`${apiUrl}/agents`, { headers: { authorization: `Bearer ${key}` } })).status;
  };
  expect(await status()).toBe(200);
  await row.getByRole('button', { name: 'Actions for Nightly export' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('Revoked').waitFor();
  expect(await status()).toBe(401);
});
