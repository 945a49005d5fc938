import { agencyAdminProcedure, agencyProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { checkSlug } from './check-slug.ts';
import { createSubAccount } from './create-sub-account.ts';
import { deleteSubAccount } from './delete-sub-account.ts';
import { subAccountExample as example } from './examples.ts';
import { findSubAccount, findSubAccounts } from './queries.ts';
import { inviteAdministrator } from './invite-administrator.ts';
import {
  CheckSlugRequest,
  CheckSlugResponse,
  CreateSubAccountRequest,
  SubAccountInvite,
  SubAccountListResponse,
  SubAccountPath,
  SubAccountResponse,
  SuspendSubAccountRequest,
  UpdateSubAccountRequest,
} from './schemas.ts';
import { SearchSubAccountsInput, SubAccountPage } from './search-schemas.ts';
import { searchSubAccounts } from './search-sub-accounts.ts';
import { resumeSubAccount, suspendSubAccount } from './suspend-sub-account.ts';
import { updateSubAccount } from './update-sub-account.ts';

const tag = 'Agency';
const path = { sub_account_id: example.id };
const limitReached = 'The plan’s sub-account limit is reached, or the agency is suspended.';

export const subAccountsRouter = router({
  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/sub-accounts',
        tag,
        summary: 'List sub-accounts',
        description:
          'All of the agency’s sub-accounts, newest first, with their rates, integrations, and all-time totals. Deleted ' +
          'ones are included with `is_active` false. Not paginated.',
        example: { response: { sub_accounts: [example], total_count: 1 } },
      }),
    )
    .output(SubAccountListResponse)
    .query(async ({ ctx }) => {
      const subAccounts = await findSubAccounts(ctx.tenantContext);
      return { sub_accounts: subAccounts, total_count: subAccounts.length };
    }),

  search: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/sub-accounts/search',
        tag,
        summary: 'Search sub-accounts',
        description: 'A page of the agency’s sub-accounts with their rates, integrations, and all-time totals.',
        example: {
          request: { search: 'bright', status: 'active', sort: 'name', desc: false, limit: 25, offset: 0 },
          response: { sub_accounts: [example], total: 1, active: 1, deleted: 0 },
        },
      }),
    )
    .input(SearchSubAccountsInput)
    .output(SubAccountPage)
    .query(({ ctx, input }) => searchSubAccounts(ctx.tenantContext, input)),

  create: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts',
        tag,
        status: 201,
        summary: 'Create a sub-account',
        description:
          'Creates an account under the agency. Its slug must be unique across all accounts (otherwise 409), and the plan ' +
          'limits the number of active sub-accounts. It uses the agency’s plan and pays the rates given here.',
        example: {
          request: { name: example.name, slug: example.slug, per_minute_rate_cents: 20 },
          response: { ...example, total_calls: 0, total_minutes: 0, agents_count: 0 },
        },
        errors: { 403: limitReached, 409: 'The slug is already taken.' },
      }),
    )
    .input(CreateSubAccountRequest)
    .output(SubAccountResponse)
    .mutation(({ ctx, input }) => createSubAccount(ctx.tenantContext, input)),

  checkSlug: agencyProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts/check-slug',
        tag,
        summary: 'Check a slug',
        description: 'Whether a slug is available, and if not, why. It is not reserved.',
        example: {
          request: { slug: 'Bright-Smile' },
          response: { available: true, slug: 'bright-smile', message: null },
        },
        audited: false,
      }),
    )
    .input(CheckSlugRequest)
    .output(CheckSlugResponse)
    .mutation(({ ctx, input }) => checkSlug(ctx.tenantContext, input.slug)),

  get: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/sub-accounts/{sub_account_id}',
        tag,
        summary: 'Get a sub-account',
        description: 'A sub-account of the agency with its rates, integrations, and totals.',
        example: { request: path, response: example },
      }),
    )
    .input(SubAccountPath)
    .output(SubAccountResponse)
    .query(({ ctx, input }) => findSubAccount(ctx.tenantContext, input.sub_account_id)),

  update: agencyAdminProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/agency/sub-accounts/{sub_account_id}',
        bodyRequired: true,
        tag,
        summary: 'Update a sub-account',
        description:
          'Updates the fields you send. New rates apply to calls that end from now on. Setting `is_active` to true restores ' +
          'a deleted sub-account if the plan allows another one. Only users can change `admin_email`: API keys get 403.',
        example: {
          request: { ...path, per_minute_rate_cents: 25 },
          response: { ...example, per_minute_rate_cents: 25 },
        },
        errors: { 403: limitReached },
      }),
    )
    .input(SubAccountPath)
    .input(UpdateSubAccountRequest)
    .output(SubAccountResponse)
    .mutation(({ ctx, input: { sub_account_id, ...changes } }) =>
      updateSubAccount(ctx.tenantContext, sub_account_id, changes),
    ),

  delete: agencyAdminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/agency/sub-accounts/{sub_account_id}',
        tag,
        status: 204,
        summary: 'Delete a sub-account',
        description:
          'Deactivates a sub-account: it can no longer answer or place calls. Its users and API keys become read-only. The ' +
          'agency can still name it in `X-Sub-Account-Id` to read data, revoke API keys, remove users, and unassign numbers ' +
          'and integrations. Its calls, agents, usage, and slug are kept. To restore it, `PATCH` it with `is_active` true.',
        example: { request: path },
      }),
    )
    .input(SubAccountPath)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteSubAccount(ctx.tenantContext, input.sub_account_id)),

  invite: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts/{sub_account_id}/invite',
        verifiedOnly: true,
        peopleOnly: true,
        tag,
        summary: 'Invite the administrator of a sub-account',
        description:
          'Emails the sub-account’s `admin_email` a link to become its owner, or an admin if it already has an owner. The ' +
          'link works once and expires in seven days. You can resend the invitation after one minute, which invalidates the ' +
          'earlier link. Returns 400 if there is no address and 409 if the person already belongs to the sub-account. ' +
          'Agency owners and admins only, signed in as users: API keys cannot do this.',
        example: {
          request: path,
          response: {
            success: true,
            invite_id: '019ac2f7-7700-7d92-a4a5-b02c3d4e5f60',
            email: 'ada@brightsmile.example',
            expires_at: '2026-12-01T15:00:00.000Z',
          },
        },
        errors: {
          400: 'The sub-account has no `admin_email`.',
          403: 'The limit of people is reached, or the caller hasn’t verified their email address.',
          409: 'The person already belongs to the sub-account.',
          429: 'An invitation was sent to this address within the last minute, the account has sent 30 in 24 hours, or the address has received 5. `Retry-After` says when to retry.',
        },
      }),
    )
    .input(SubAccountPath)
    .output(SubAccountInvite)
    .mutation(async ({ ctx, input }) => {
      const { id, email, expiresAt } = await inviteAdministrator(ctx.tenantContext, input.sub_account_id);
      return { success: true as const, invite_id: id, email, expires_at: expiresAt.toISOString() };
    }),

  suspend: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts/{sub_account_id}/suspend',
        tag,
        summary: 'Suspend a sub-account',
        description:
          'A suspended sub-account can still read everything, but cannot call, text, or use AI until it is resumed.',
        example: {
          request: { ...path, reason: 'Invoice overdue' },
          response: { ...example, is_suspended: true, suspended_reason: 'Invoice overdue' },
        },
      }),
    )
    .input(SubAccountPath)
    .input(SuspendSubAccountRequest)
    .output(SubAccountResponse)
    .mutation(({ ctx, input }) => suspendSubAccount(ctx.tenantContext, input.sub_account_id, input.reason ?? null)),

  resume: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts/{sub_account_id}/resume',
        tag,
        summary: 'Resume a sub-account',
        description: 'Ends a sub-account’s suspension.',
        example: { request: path, response: example },
      }),
    )
    .input(SubAccountPath)
    .output(SubAccountResponse)
    .mutation(({ ctx, input }) => resumeSubAccount(ctx.tenantContext, input.sub_account_id)),
});
