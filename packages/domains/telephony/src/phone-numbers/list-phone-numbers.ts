import type { TenantContext } from '@leadlock/context/context';
import type { z } from 'zod';
import { toPhoneNumberResponse } from './number-view.ts';
import { findNumbers } from './queries.ts';
import type { ListPhoneNumbersInput, PhoneNumberListResponse } from './schemas.ts';

/** The tenant's numbers, the newest first; an agency's can be narrowed to those of one sub-account. */
export async function listPhoneNumbers(
  ctx: TenantContext,
  input: z.output<typeof ListPhoneNumbersInput>,
): Promise<z.output<typeof PhoneNumberListResponse>> {
  const { sub_account_id: subAccountId } = input;
  const rows = await findNumbers(ctx, subAccountId);
  return { phone_numbers: rows.map(toPhoneNumberResponse), total: rows.length };
}
