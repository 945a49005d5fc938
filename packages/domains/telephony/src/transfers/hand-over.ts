import type { TenantContext } from '@leadlock/context/context';
import { ProviderError, type TelephonyCredentials } from '@leadlock/providers/contracts';
import type { CallLeg } from './call-leg.ts';

/**
 * Takes the caller from the agent to what `twiml` says. What is recorded is the agent's part: it ends here.
 * @returns false when the caller is gone
 * @throws ProviderError when the carrier does not do it; the caller is still with the agent
 */
export async function handOver(
  ctx: TenantContext,
  credentials: TelephonyCredentials,
  leg: CallLeg,
  twiml: string,
): Promise<boolean> {
  const { telephony } = ctx.providers;
  if (!(await telephony.redirectCall(credentials, leg.callSid, twiml))) return false;
  try {
    await telephony.stopRecording(credentials, leg.callSid, leg.recordingSid);
  } catch (err) {
    ctx.log.error({ err, callId: leg.callId }, 'failed to stop the recording of a transferred call');
  }
  return true;
}

/** Ends a leg that has no use any more. It may be over already; where the carrier does not answer, its own limits end it. */
export async function endLeg(
  ctx: TenantContext,
  credentials: TelephonyCredentials | null,
  callSid: string | null,
): Promise<void> {
  if (credentials === null || callSid === null) return;
  try {
    await ctx.providers.telephony.endCall(credentials, callSid);
  } catch (err) {
    if (!(err instanceof ProviderError)) throw err;
    ctx.log.warn({ err, calleeCallSid: callSid }, 'failed to end a leg of a transfer');
  }
}
