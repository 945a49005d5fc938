import { forTenant } from '@leadlock/context/context';
import { acceptInvite, inviteAcceptedJob, inviteUser } from '@leadlock/identity/invites';
import { runIdentityJobs } from '@leadlock/identity/testing';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { tellOfAcceptedInvite } from './tell-of-accepted-invite.ts';

const database = await useDatabase();

test('an agency is told once that whom it invited to a sub-account has come', async () => {
  const ctx = createTestContext(database);
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id, name: 'Harbor Plumbing' });
  const owner = await createUser(database, agency);
  const acting = forTenant(ctx, agency, { type: 'user', userId: owner.id, role: 'owner', isSuperAdmin: false });
  const invite = await inviteUser(acting, { email: 'lee@example.com', role: 'owner', tenantId: subAccount.id });
  await runIdentityJobs(ctx);
  const [, token = ''] = /token=(\S+)/.exec(ctx.providers.email.sent[0]?.text ?? '') ?? [];
  const origin = { requestId: 'the request', ip: '192.0.2.1' };
  const { user } = await acceptInvite(
    ctx,
    { token, password: 'a new and unusual password', full_name: 'Lee Park' },
    origin,
  );

  const job = ctx.jobs.enqueued.find(({ name }) => name === inviteAcceptedJob.name);
  const run = { id: 'job', attempt: 1, signal: new AbortController().signal };
  await tellOfAcceptedInvite.run(ctx, job?.payload, run);
  await tellOfAcceptedInvite.run(ctx, job?.payload, { ...run, attempt: 2 });
  const told = await database.system.selectFrom('notifications').selectAll().execute();
  expect(told).toMatchObject([
    {
      tenant_id: agency.id,
      type: 'invite.accepted',
      occasion: invite.id,
      title: 'Lee Park joined',
      body: 'lee@example.com accepted the invitation to Harbor Plumbing.',
      metadata: { user_id: user.id, tenant_id: subAccount.id },
    },
  ]);
});
