import type { TenantContext } from '@leadlock/context/context';
import { hasEveryWord } from '@leadlock/db/has-every-word';
import { readPage } from '@leadlock/db/read-page';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { toPhoneNumberResponse } from './number-view.ts';
import { visibleNumbers } from './queries.ts';
import type { NumberSort, PhoneNumberPage, SearchPhoneNumbersInput } from './search-schemas.ts';

type Search = z.output<typeof SearchPhoneNumbersInput>;

const SORT_KEYS: Record<NumberSort, RawBuilder<unknown>> = {
  number: sql`phone_numbers.phone_number`,
  agent: sql`lower(agents.name)`,
  client: sql`lower(sub_account.name)`,
  created: sql`phone_numbers.created_at`,
};

/** A number as it is stored, of one that somebody types with marks between its digits; other searches as they are. */
const withoutMarks = (search: string): string =>
  /^[\d\s()+.-]+$/.test(search) ? search.replaceAll(/[^\d+]/g, '') : search;

function selectNumbers(ctx: TenantContext, input: Search) {
  const { search, agent_id, sub_account_id, assigned, sort, desc } = input;
  return (
    visibleNumbers(ctx)
      // The name of an agent that answers for another account is not this account's to see.
      .leftJoin('agents', (join) =>
        join
          .onRef('agents.id', '=', 'phone_numbers.agent_id')
          .onRef('agents.tenant_id', '=', 'phone_numbers.user_tenant_id')
          .on('agents.tenant_id', '=', ctx.tenant.id),
      )
      .select('agents.name as agent_name')
      .$if(agent_id !== undefined, (query) => query.where('phone_numbers.agent_id', '=', agent_id ?? null))
      .$if(sub_account_id !== undefined, (query) =>
        query.where('phone_numbers.sub_account_id', '=', sub_account_id ?? null),
      )
      .$if(assigned !== undefined, (query) =>
        query.where('phone_numbers.sub_account_id', assigned ? 'is not' : 'is', null),
      )
      .where((eb) =>
        hasEveryWord(withoutMarks(search), [
          eb.ref('phone_numbers.phone_number'),
          eb.ref('phone_numbers.friendly_name'),
          eb.ref('sub_account.name'),
        ]),
      )
      .orderBy(SORT_KEYS[sort], (order) => (desc ? order.desc() : order.asc()).nullsLast())
      .orderBy('phone_numbers.created_at', 'desc')
      .orderBy('phone_numbers.id', 'desc')
  );
}

/** One page of the numbers that the tenant sees. */
export async function searchPhoneNumbers(ctx: TenantContext, input: Search): Promise<z.output<typeof PhoneNumberPage>> {
  const { rows, total } = await readPage(ctx.db, selectNumbers(ctx, input), input);
  return { phone_numbers: rows.map((row) => ({ ...toPhoneNumberResponse(row), agent_name: row.agent_name })), total };
}
