import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { forTenant } from '@leadlock/context/context';
import { inviteUser } from '../invites/index.ts';
import { forgotPassword } from '../password-reset/index.ts';
import { findTenant } from '../tenants/index.ts';
import { identity } from '../domain.ts';
import { runIdentityJobs } from '../testing/index.ts';
import { cleanUpTokens, cleanUpTokensJob } from './clean-up-tokens.ts';
import { refresh } from './refresh.ts';
import { issueTokens } from './session.ts';

const DAY_MS = 86_400_000;

const database = await useDatabase();

const count = async (table: 'refresh_tokens' | 'password_reset_tokens' | 'invites'): Promise<number> => {
  const rows = await database.system.selectFrom(table).select('id').execute();
  return rows.length;
};

test('sessions, reset links and invitations go a week after they expired, and no others', async () => {
  const clock = createMovableClock();
  const ctx = createTestContext(database, { clock });
  const tenant = await findTenant(database.system, (await createTenant(database)).id);
  if (!tenant) throw new Error('The tenant is gone');
  const user = await createUser(database, tenant);
  await issueTokens(ctx, ctx.db, user);
  await forgotPassword(ctx, { email: user.email });
  await inviteUser(forTenant(ctx, tenant), { email: 'new@example.com', role: 'member', tenantId: tenant.id });
  await runIdentityJobs(ctx);
  const rows = () => Promise.all([count('refresh_tokens'), count('password_reset_tokens'), count('invites')]);
  expect(await rows()).toEqual([1, 1, 1]);

  expect(await cleanUpTokens(ctx)).toBe(0);
  clock.advance(9 * DAY_MS);
  // The link has expired eight days ago, the invitation two.
  expect(await cleanUpTokens(ctx)).toBe(1);
  expect(await rows()).toEqual([1, 0, 1]);
  clock.advance(6 * DAY_MS);
  expect(await cleanUpTokens(ctx)).toBe(1);

  const session = await issueTokens(ctx, ctx.db, user);
  clock.advance(25 * DAY_MS);
  expect(await cleanUpTokens(ctx)).toBe(1);
  expect(await rows()).toEqual([1, 0, 0]);
  expect(await refresh(ctx, session)).toMatchObject({ user: { id: user.id } });
});

test('the worker does it every night', () => {
  expect(identity.jobs.map(({ job }) => job.schedule)).toContain(cleanUpTokensJob.schedule);
});
