import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { toPhoneNumberResponse } from './number-view.ts';
import { findNumber } from './queries.ts';
import type { PhoneNumberResponse } from './schemas.ts';

export async function getPhoneNumber(ctx: TenantContext, numberId: string): Promise<PhoneNumberResponse> {
  const row = await findNumber(ctx, numberId);
  if (!row) throw notFound('Phone number');
  return toPhoneNumberResponse(row);
}
