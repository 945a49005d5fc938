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
import { resumeSubAccount, suspendSubAccount } from './suspend-sub-account.ts';
import { updateSubAccount } from './update-sub-account.ts';

const tag = 'Agency';
const path = { sub_account_id: example.id };
const limitReached = 'The plan allows no more sub-accounts, or the agency is suspended.';

export const subAccountsRouter = router({
  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/sub-accounts',
        tag,
        summary: 'List sub-accounts',
        description:
          'All sub-accounts of the agency, the newest first, with their rates, integrations and figures of all time. ' +
          'Deleted ones are among them with `is_active` false. All of them come at once: there is no paging.',
        example: { response: { sub_accounts: [example], total_count: 1 } },
      }),
    )
    .output(SubAccountListResponse)
    .query(async ({ ctx }) => {
      const subAccounts = await findSubAccounts(ctx.tenantContext);
      return { sub_accounts: subAccounts, total_count: subAccounts.length };
    }),

  create: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts',
        tag,
        status: 201,
        summary: 'Create a sub-account',
        description:
          'Adds an account below the agency. Its slug must be free among all accounts (409 otherwise), and the plan ' +
          'limits how many active sub-accounts there are. It lives on the agency’s plan and pays the rates given here.',
        example: {
          request: { name: example.name, slug: example.slug, per_minute_rate_cents: 20 },
          response: { ...example, total_calls: 0, total_minutes: 0, agents_count: 0 },
        },
        errors: { 403: limitReached, 409: 'Another account has this slug.' },
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
        description: 'Tells whether a slug is free, and why not. It reserves nothing.',
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
        description: 'One sub-account of the agency with its rates, integrations and figures.',
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
          'Changes the fields that are sent. New rates apply to calls that end from now on. `is_active` true brings a ' +
          'deleted sub-account back, if the plan has room. `admin_email` is changed by people only: 403 to an API key.',
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
          'Makes a sub-account inactive: it takes and makes no calls any more. Its people and API keys can read and change ' +
          'nothing; the agency can still name it in `X-Sub-Account-Id` to read, to revoke keys and remove people, and to ' +
          'take numbers and connections away. Its calls, agents and usage stay, and so does its slug. ' +
          '`PATCH` with `is_active` true brings it back.',
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
          'Sends an email to the sub-account’s `admin_email` with a link to become its owner, or an admin of it where ' +
          'it has an owner, good for one use and seven days. Sent again, which it can be after a minute, the earlier ' +
          'link stops working. 400 without an address, 409 when its person belongs to the sub-account already. The agency’s owners and admins ' +
          'may do it, as people: an API key cannot.',
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
          400: 'The sub-account names no administrator.',
          403: 'The team is full, or the caller has yet to verify their email address.',
          409: 'The person belongs to the sub-account already.',
          429: 'An invitation was sent to this address within the last minute, or the account has sent 30 within a day, or the address got 5; `Retry-After` says when to come back.',
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
        description: 'The sub-account can still read everything, but not call, text or use AI, until it is resumed.',
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
        description: 'Ends the suspension of a sub-account.',
        example: { request: path, response: example },
      }),
    )
    .input(SubAccountPath)
    .output(SubAccountResponse)
    .mutation(({ ctx, input }) => resumeSubAccount(ctx.tenantContext, input.sub_account_id)),
});
