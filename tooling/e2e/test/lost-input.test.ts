import { expect } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { test } from '../src/test.ts';

test('a dialog keeps what was typed until somebody says that it may go', async ({ newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), '/settings/team');
  const dialog = page.getByRole('dialog', { name: 'Invite a colleague' });
  const question = page.getByRole('dialog', { name: 'Discard changes?' });
  const email = dialog.getByLabel('Email');

  // Nothing is typed: nothing is asked.
  await page.getByRole('button', { name: 'Invite' }).click();
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Invite' }).click();
  await email.fill('bob@example.com');
  await page.mouse.click(5, 5);
  expect(await question.count()).toBe(0);
  expect(await email.inputValue()).toBe('bob@example.com');

  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await email.inputValue()).toBe('bob@example.com');
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'email');

  await dialog.getByRole('button', { name: 'Close' }).click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Invite' }).click();
  expect(await email.inputValue()).toBe('');
});

test.for([
  ['/settings/notifications', 'Also send to', 'ann@example.com'],
  ['/settings/profile', 'Name', 'Ann'],
  ['/settings/profile', 'New password', 'correct horse'],
  ['/settings/profile', 'New email', 'ann@example.com'],
  ['/settings/general', 'Company name', 'Bright Smile & Sons'],
  ['/report-issue', 'What went wrong?', 'Nothing works.'],
] as const)('what was typed at %s, "%s", is not left behind unasked', async ([path, label, typed], { newPage }) => {
  const page = await newPage();
  await signIn(page, await signUp(), path);
  const field = page.getByLabel(label, { exact: true });
  await field.fill(typed);
  const away = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Calls' });
  await away.click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(await field.inputValue()).toBe(typed);
  await away.click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
});
