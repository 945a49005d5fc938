import { Id } from '@leadlock/core/id';
import { ListSearch, SearchText } from '@leadlock/core/list-search';
import { COUNTED_TOTAL } from '@leadlock/core/offset-page';
import { z } from 'zod';
import { PhoneNumberResponse } from './schemas.ts';

const NUMBER_SORTS = ['number', 'agent', 'client', 'created'] as const;
export type NumberSort = (typeof NUMBER_SORTS)[number];

export const SearchPhoneNumbersInput = z.object({
  ...ListSearch,
  search: SearchText.meta({
    description: 'Only numbers that contain every word of it, in the number, its name, or its client’s name',
  }),
  agent_id: Id.optional().meta({ description: 'Only numbers that this agent answers' }),
  sub_account_id: Id.optional().meta({ description: 'Only numbers that this sub-account uses' }),
  assigned: z.boolean().optional().meta({
    description: 'With `true`, only numbers that a sub-account uses; with `false`, only those that none uses',
  }),
  sort: z.enum(NUMBER_SORTS).default('created').meta({ description: 'Numbers that are equal in it are newest first' }),
});

export const PhoneNumberPage = z
  .object({
    phone_numbers: z.array(
      PhoneNumberResponse.extend({
        agent_name: z.string().nullable().meta({ description: 'Null also for an agent of another account' }),
      }).meta({ id: 'FoundPhoneNumber' }),
    ),
    total: z.int().meta({ description: COUNTED_TOTAL }),
  })
  .meta({ id: 'PhoneNumberPage' });
