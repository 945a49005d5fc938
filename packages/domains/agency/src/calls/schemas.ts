import { CallDirection } from '@leadlock/core/call-direction';
import { Id } from '@leadlock/core/id';
import { OffsetPage } from '@leadlock/core/offset-page';
import { CALL_FILTERS, CallSummary } from '@leadlock/telephony/calls/schemas';
import { z } from 'zod';

/** So many calls can be paged through; filters lead to older ones. */
const MOST_CALLS = 1_000;

export const AgencyCall = CallSummary.extend({
  account_name: z.string().meta({ description: 'Name of the sub-account, or of the agency if the call is its own' }),
}).meta({ id: 'AgencyCall', description: 'A call of an agency or of one of its sub-accounts.' });
export type AgencyCall = z.infer<typeof AgencyCall>;

export const AgencyCallList = z
  .object({
    calls: z.array(AgencyCall),
    total: z.int().nullable().meta({
      description:
        'Total number of matches. Without `sub_account_id` or `agent_id`, null unless this page is the last one.',
    }),
  })
  .meta({ id: 'AgencyCallList' });
export type AgencyCallList = z.infer<typeof AgencyCallList>;

export const ListAgencyCallsInput = z.object({
  limit: OffsetPage.limit,
  offset: z.number().int().min(0).max(MOST_CALLS).default(0),
  sub_account_id: Id.optional().meta({ description: 'Only calls of this sub-account' }),
  ...CALL_FILTERS,
  direction: CallDirection.optional().meta({ description: 'Only calls in this direction' }),
  live: z.boolean().optional().meta({ description: 'With `true`, only calls that haven’t ended' }),
  search: CALL_FILTERS.search.meta({
    description:
      'Part of a number, of the caller’s name or email, or of the agent’s name; or words that were said, in any order and ' +
      'form. Without `sub_account_id` or `agent_id`, only the newest calls are searched, about 20,000 of those in the dates.',
  }),
});
export type ListAgencyCallsInput = z.output<typeof ListAgencyCallsInput>;
