import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { toCallLogResponse } from './call-view.ts';
import { findCall } from './queries.ts';
import type { CallLogResponse } from './schemas.ts';

export async function getCall(ctx: TenantContext, callId: string): Promise<CallLogResponse> {
  const row = await findCall(ctx.db, ctx.tenant.id, callId);
  if (!row) throw notFound('Call');
  return toCallLogResponse(row, ctx);
}
