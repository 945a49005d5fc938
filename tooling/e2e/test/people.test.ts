import { randomBytes } from 'node:crypto';
import { httpClient } from '@leadlock/launch/demo/http-client';
import { expect, inject, vi } from 'vitest';
import { actingFor, signIn, signUp } from '../src/accounts.ts';
import { addColleague } from '../src/colleagues.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { lookAtEveryWay } from '../src/look-at-every-way.ts';
import { allowProblems } from '../src/page-problems.ts';
import { inbox, linkFromEmail } from '../src/sandbox.ts';
import { test } from '../src/test.ts';

const newPassword = (): string => randomBytes(12).toString('base64url');

test('somebody who is invited accepts by the mail and sees what members see', async ({ newPage }) => {
  const owner = await signUp();
  await owner.api.patch('/auth/me', { full_name: 'Ana Ruiz' });
  const page = await newPage();
  await signIn(page, owner, '/settings/team');
  const email = `bob-${randomBytes(6).toString('hex')}@example.com`;
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('Name').fill('Bob');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByRole('row').filter({ hasText: email }).getByText('Invited').waitFor();
  // So soon after the first one the api refuses; that is asked for, and what it says, can be seen.
  allowProblems(page, /status of 429/);
  await page.getByRole('button', { name: 'Actions for Bob' }).click();
  await page.getByRole('menuitem', { name: 'Resend' }).click();
  await page.getByText('An invitation was just sent to this address. Try again in a minute.').waitFor();

  const theirs = await newPage();
  const link = await linkFromEmail(email, '/accept-invite');
  expect((await inbox(email))[0]?.subject).toBe('Ana Ruiz invited you to Bright Smile Dental');
  await theirs.goto(link);
  await theirs.getByRole('heading', { name: 'Join Bright Smile Dental' }).waitFor();
  await theirs.getByText(`Ana Ruiz invited you. You’ll sign in as ${email}.`).waitFor();
  expect(await theirs.getByLabel('Your name').inputValue()).toBe('Bob');
  await theirs.getByLabel('Your name').fill('Bob Stone');
  await theirs.getByLabel('Password', { exact: true }).fill(newPassword());
  await theirs.getByRole('button', { name: 'Accept invitation' }).click();
  const main = theirs.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: 'Phone numbers' }).click();
  await theirs.getByText('No numbers yet').waitFor();
  expect(await theirs.getByRole('button', { name: 'Import numbers' }).count()).toBe(0);
  expect(await main.getByRole('link', { name: 'Webhooks' }).count()).toBe(0);
  await main.getByRole('link', { name: 'Settings' }).click();
  const settings = theirs.getByRole('navigation', { name: 'Settings' });
  await settings.getByRole('link', { name: 'Team' }).click();
  await theirs.getByRole('row').filter({ hasText: email }).getByText('Bob Stone').waitFor();
  expect(await theirs.getByRole('button', { name: 'Invite' }).count()).toBe(0);
  expect(await settings.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  for (const path of ['settings/api-keys', 'settings/audit-log', 'settings/webhooks']) {
    await theirs.goto(path);
    await theirs.getByText('Owners and admins only').waitFor();
  }
  await expectAccessible(theirs);

  await page.reload();
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
  const bell = page.getByRole('dialog', { name: 'Notifications' });
  await bell.getByText('Bob Stone joined').waitFor();
  await bell.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
});

test('an agency takes their access from the people of a sub-account that it deleted', async ({ newPage }) => {
  const agency = await signUp({ type: 'agency' });
  const slug = `gone-${randomBytes(6).toString('hex')}`;
  const { id } = await agency.api.post<{ id: string }>('/agency/sub-accounts', { name: 'Gone Dental', slug });
  const email = `bob-${randomBytes(6).toString('hex')}@example.com`;
  await actingFor(agency, id).post('/auth/members', { email, role: 'owner' });
  const token = new URL(await linkFromEmail(email, '/accept-invite')).searchParams.get('token');
  const { apiUrl } = inject('stack');
  const { access_token } = await httpClient(apiUrl).post<{ access_token: string }>('/auth/accept-invite', {
    token,
    password: newPassword(),
  });
  const theirs = httpClient(apiUrl, access_token);
  await agency.api.delete(`/agency/sub-accounts/${id}`);
  await theirs.get('/auth/me');

  const page = await newPage();
  await signIn(page, agency, `/clients/${id}`);
  await page.getByRole('button', { name: `Remove ${email}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(`${email} removed`).waitFor();
  await page.getByText('No people yet').waitFor();
  await expectAccessible(page);
  await expect(theirs.get('/auth/me')).rejects.toThrow('401');
});

test('whoever forgot their password gets a new one by mail, and old sessions end', async ({ newPage }) => {
  const account = await signUp();
  const old = await newPage();
  await signIn(old, account, '/settings/profile');
  await old.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();

  const page = await newPage();
  await page.goto('sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  // The page before it asks for an email address too.
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  await page.getByLabel('Email').fill(account.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByRole('status').filter({ hasText: account.email }).waitFor();
  await page.goto(await linkFromEmail(account.email, '/reset-password'));
  const password = newPassword();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('heading', { name: 'Password changed' }).waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();

  allowProblems(old, /status of 401/);
  await old.getByRole('link', { name: 'Team' }).click();
  await old.waitForURL('**/sign-in?**');
});

test('signing out everywhere ends the other browsers’ sessions', async ({ newPage }) => {
  const account = await signUp();
  const { access_token, refresh_token } = account.tokens;
  const page = await newPage();
  await page.goto('sign-in?next=%2Fapp%2Fsettings%2Fprofile');
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const { apiUrl } = inject('stack');
  const me = await fetch(`${apiUrl}/auth/me`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(me.status).toBe(401);
  const renewed = await fetch(`${apiUrl}/auth/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token }),
  });
  expect(renewed.status).toBe(401);
});

test('somebody who is disabled is shown the way out', async ({ newPage }) => {
  const owner = await signUp();
  const member = await addColleague(owner, 'member');
  const page = await newPage();
  await signIn(page, member, '/settings/profile');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  await owner.api.patch(`/auth/members/${member.userId}`, { is_active: false });
  allowProblems(page, /status of 40[13]/);
  await page.getByRole('link', { name: 'Team' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a link that was used or revoked is refused before a password is typed', async ({ newPage }) => {
  const owner = await signUp();
  const email = `bob-${randomBytes(6).toString('hex')}@example.com`;
  const { id } = await owner.api.post<{ id: string }>('/auth/members', { email, full_name: 'Bob Stone' });
  const link = await linkFromEmail(email, '/accept-invite');
  const page = await newPage();
  await page.goto(link);
  await page.getByRole('heading', { name: 'Join Bright Smile Dental' }).waitFor();
  await lookAtEveryWay(page, 'accept-invite');

  await owner.api.delete(`/auth/members/${id}`);
  const later = await newPage();
  await later.goto(link);
  await later.getByRole('heading', { name: 'This invitation no longer works' }).waitFor();
  expect(await later.getByLabel('Password').count()).toBe(0);
  await lookAtEveryWay(later, 'accept-invite-dead');

  const resetting = await newPage();
  await resetting.goto('reset-password?token=unknown');
  await resetting.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  expect(await resetting.getByLabel('New password').count()).toBe(0);
  await lookAtEveryWay(resetting, 'reset-password-dead');
  await resetting.getByRole('link', { name: 'Get a new link' }).click();
  await resetting.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
});

test('an email address is changed through a link to the new one', async ({ newPage }) => {
  const account = await signUp();
  const page = await newPage();
  await signIn(page, account, '/settings/profile');
  const email = `ana-${randomBytes(6).toString('hex')}@example.com`;
  await page.getByLabel('New email').fill(email);
  await page.getByLabel('Your password', { exact: true }).fill('wrong');
  allowProblems(page, /status of 422/);
  await page.getByRole('button', { name: 'Change email' }).click();
  await page.getByText('Incorrect password').waitFor();
  await page.getByLabel('Your password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Change email' }).click();
  await page.getByText(`We sent a link to ${email}.`).waitFor();
  await lookAtEveryWay(page, 'settings-profile');

  const link = new URL(await linkFromEmail(email, '/confirm-email'));
  const path = link.pathname.replace('/app', '') + link.search;
  const confirming = await newPage();
  await signIn(confirming, account, path);
  await confirming.getByText(`you’ll sign in as ${email}`).waitFor();
  await lookAtEveryWay(confirming, 'confirm-email');
  await confirming.getByRole('button', { name: 'Confirm email' }).click();
  await confirming.getByText(`You now sign in as ${email}`).waitFor();
  await vi.waitFor(async () => {
    expect((await inbox(account.email))[0]?.subject).toBe('Your email address was changed');
  }, 30_000);

  const other = await newPage();
  await signIn(other, await signUp(), path);
  await other.getByText('This link was used or has expired.').waitFor();
  await expectAccessible(other);
});
