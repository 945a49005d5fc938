import type { TenantContext } from '@leadlock/context/context';
import type { z } from 'zod';
import { toPhoneNumberResponse } from './number-view.ts';
import { findNumbers } from './queries.ts';
import type { PhoneNumberListResponse } from './schemas.ts';

/** The agency's own numbers that no sub-account uses. */
export async function listAssignableNumbers(ctx: TenantContext): Promise<z.output<typeof PhoneNumberListResponse>> {
  const rows = await findNumbers(ctx);
  const free = rows.filter((row) => row.sub_account_id === null);
  return { phone_numbers: free.map(toPhoneNumberResponse), total: free.length };
}
