import { expect } from 'vitest';
import { lookAtEveryWay, pictureName } from '../src/look-at-every-way.ts';
import { test } from '../src/test.ts';

/** Addresses, and the heading that shows that they are there. */
const PAGES = [
  ['sign-in', 'Sign in'],
  ['sign-up', 'Create your account'],
  ['forgot-password', 'Forgot your password?'],
  ['reset-password?token=x', 'This link no longer works'],
  ['verify-email?token=x', 'Verify your email address'],
  ['accept-invite?token=x', 'This invitation no longer works'],
  ['accept-invite', 'This link is incomplete'],
] as const;

test.for(PAGES)('everybody can use /app/%s', async ([path, heading], { newPage }) => {
  const page = await newPage();
  await page.goto(path);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  expect(await page.title()).toContain(heading);
  await lookAtEveryWay(page, pictureName(path));
});
