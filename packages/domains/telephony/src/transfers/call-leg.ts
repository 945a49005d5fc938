import type { TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import type { Db } from '@leadlock/db/client';
import type { TelephonyCredentials } from '@leadlock/providers/contracts';
import { callCredentials } from '../calls/open-recording.ts';

/** The caller's leg of a call, as the carrier knows it. */
export interface CallLeg {
  callId: string;
  callSid: string;
  accountSid: string | null;
  agentId: string | null;
  agentName: string | null;
  direction: CallDirection;
  fromNumber: string;
  toNumber: string;
  recordingSid: string | null;
  isOver: boolean;
  endReason: string | null;
  /** The business number that the call is on; null when it is not here any more. */
  businessNumber: string | null;
  /** Whose account at the carrier that is: an agency's for its sub-account. Its webhooks name them. */
  numberOwner: string;
}

export async function findLeg(db: Db, tenantId: string, callId: string): Promise<CallLeg | null> {
  const call = await db
    .selectFrom('call_logs')
    .leftJoin('phone_numbers', (join) =>
      join
        .onRef('phone_numbers.user_tenant_id', '=', 'call_logs.tenant_id')
        .onRef('phone_numbers.id', '=', 'call_logs.phone_number_id'),
    )
    .select([
      'call_logs.twilio_call_sid',
      'call_logs.twilio_account_sid',
      'call_logs.agent_id',
      'call_logs.agent_name',
      'call_logs.direction',
      'call_logs.from_number',
      'call_logs.to_number',
      'call_logs.recording_sid',
      'call_logs.ended_at',
      'call_logs.end_reason',
      'phone_numbers.phone_number',
      'phone_numbers.tenant_id as number_owner',
    ])
    .where('call_logs.tenant_id', '=', tenantId)
    .where('call_logs.id', '=', callId)
    .executeTakeFirst();
  if (!call) return null;
  return {
    callId,
    callSid: call.twilio_call_sid,
    accountSid: call.twilio_account_sid,
    agentId: call.agent_id,
    agentName: call.agent_name,
    direction: call.direction as CallDirection,
    fromNumber: call.from_number,
    toNumber: call.to_number,
    recordingSid: call.recording_sid,
    isOver: call.ended_at !== null,
    endReason: call.end_reason,
    businessNumber: call.phone_number,
    numberOwner: call.number_owner ?? tenantId,
  };
}

/** The key to the account that the call is on; null when none is connected. */
export const credentialsOf = (ctx: TenantContext, leg: CallLeg): Promise<TelephonyCredentials | null> =>
  callCredentials(ctx, leg.accountSid);
