import { ListSearch, SearchText } from '@leadlock/core/list-search';
import { COUNTED_TOTAL } from '@leadlock/core/offset-page';
import { z } from 'zod';
import { SubAccountResponse } from './schemas.ts';

const SUB_ACCOUNT_SORTS = ['name', 'rate', 'agents', 'calls', 'minutes', 'created'] as const;
export type SubAccountSort = (typeof SUB_ACCOUNT_SORTS)[number];

const SUB_ACCOUNT_STATUSES = ['any', 'current', 'active', 'suspended', 'deleted'] as const;
export type StatusFilter = (typeof SUB_ACCOUNT_STATUSES)[number];

export const SearchSubAccountsInput = z.object({
  ...ListSearch,
  search: SearchText.meta({
    description: 'Only sub-accounts whose name, slug, or administrator contain every word of it',
  }),
  status: z
    .enum(SUB_ACCOUNT_STATUSES)
    .default('current')
    .meta({ description: '`current`: all that aren’t deleted, suspended ones included' }),
  sort: z
    .enum(SUB_ACCOUNT_SORTS)
    .default('created')
    .meta({ description: 'Sub-accounts that are equal in it are newest first' }),
});

export const SubAccountPage = z
  .object({
    sub_accounts: z.array(SubAccountResponse),
    total: z.int().meta({ description: COUNTED_TOTAL }),
    active: z.int().meta({
      description: 'Sub-accounts that count toward the plan’s limit, whatever the search',
    }),
    deleted: z.int().meta({ description: 'Deleted sub-accounts, whatever the search' }),
  })
  .meta({ id: 'SubAccountPage' });
