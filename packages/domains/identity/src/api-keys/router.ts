import { Id } from '@leadlock/core/id';
import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { requireSession } from '../auth/authentication.ts';
import { createApiKey } from './create-api-key.ts';
import { deleteApiKey } from './delete-api-key.ts';
import { listApiKeys } from './list-api-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { APIKeyCreate, APIKeyCreateResponse, APIKeyListResponse, APIKeyMessage } from './schemas.ts';

const tag = 'Auth';
const whoMay =
  'Owners and admins only, signed in as users: API keys cannot do this. Agencies name the sub-account in `X-Sub-Account-Id`.';
const KeyPath = z.object({ key_id: Id });

const keyExample = {
  id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8d01',
  name: 'Zapier',
  key_prefix: 'sk_live_4fQz',
  created_at: '2026-11-22T14:00:00.000Z',
  expires_at: '2027-11-22T14:00:00.000Z',
};
const onKey = { key_id: keyExample.id };

export const apiKeysRouter = router({
  list: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/auth/api-keys',
        tag,
        summary: 'List API keys',
        description:
          'All API keys of the tenant, including revoked ones, newest first. The full keys are never returned. Members can see the list, too. Agencies name the sub-account in `X-Sub-Account-Id`.',
        example: {
          response: {
            keys: [{ ...keyExample, last_used_at: '2026-11-22T15:10:00.000Z', is_active: true }],
            total: 1,
          },
        },
      }),
    )
    .output(APIKeyListResponse)
    .query(({ ctx }) => listApiKeys(ctx.tenantContext)),
  create: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/api-keys',
        bodyRequired: true,
        tag,
        summary: 'Create an API key',
        description: `Creates an API key that acts as an admin of the tenant. The full key is returned only once. An account can have up to 100 active keys. ${whoMay}`,
        example: {
          request: { name: 'Zapier', expires_in_days: 365 },
          response: { ...keyExample, plaintext_key: 'sk_live_4fQzT8sVn1bXr5kLw0Yc7mJd2hGp9eRa3UoKi6ZtBqx4M' },
        },
        peopleOnly: true,
        verifiedOnly: true,
        errors: {
          403: 'The caller cannot create API keys, hasn’t verified their email address, or the account already has 100 active keys.',
        },
      }),
    )
    .input(APIKeyCreate)
    .output(APIKeyCreateResponse)
    .mutation(({ ctx, input }) => {
      const isPerson = ctx.principal.actor.type === 'user';
      const session = isPerson ? requireSession(ctx.system, ctx.request) : null;
      return createApiKey(ctx.tenantContext, input, session?.sessionId);
    }),
  revoke: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/api-keys/{key_id}/revoke',
        whenInactive: 'agency',
        tag,
        summary: 'Revoke an API key',
        description: `Revokes an API key immediately and keeps it in the list. ${whoMay}`,
        example: { request: onKey, response: { message: 'API key revoked' } },
        peopleOnly: true,
      }),
    )
    .input(KeyPath)
    .output(APIKeyMessage)
    .mutation(async ({ ctx, input }) => {
      await revokeApiKey(ctx.tenantContext, input.key_id);
      return { message: 'API key revoked' };
    }),
  delete: adminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/auth/api-keys/{key_id}',
        whenInactive: 'agency',
        tag,
        summary: 'Delete an API key',
        description: `Revokes an API key immediately and removes it from the list. ${whoMay}`,
        example: { request: onKey, response: { message: 'API key deleted' } },
        peopleOnly: true,
      }),
    )
    .input(KeyPath)
    .output(APIKeyMessage)
    .mutation(async ({ ctx, input }) => {
      await deleteApiKey(ctx.tenantContext, input.key_id);
      return { message: 'API key deleted' };
    }),
});
