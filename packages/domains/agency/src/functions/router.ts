import { agencyProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { listSubAccountFunctions } from './list-sub-account-functions.ts';
import { AllSubAccountFunctionsResponse } from './schemas.ts';

export const functionsRouter = router({
  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/functions',
        tag: 'Agency',
        summary: 'List functions of all sub-accounts',
        description:
          'The custom functions of all active sub-accounts, sorted by sub-account and name, for sharing. Not paginated.',
        example: {
          response: {
            functions: [
              {
                id: '019ac2f7-77aa-7c10-9e2d-1f0e2d3c4b5a',
                name: 'check_inventory',
                description: 'Says whether a product is in stock.',
                webhook_url: 'https://hooks.example.com/inventory',
                webhook_method: 'POST',
                created_at: '2026-11-24T15:00:00.000Z',
                sub_account_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
                sub_account_name: 'Bright Smile Dental',
              },
            ],
            total: 1,
          },
        },
      }),
    )
    .output(AllSubAccountFunctionsResponse)
    .query(async ({ ctx }) => {
      const functions = await listSubAccountFunctions(ctx.tenantContext);
      return { functions, total: functions.length };
    }),
});
