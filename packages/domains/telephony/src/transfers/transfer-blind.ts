import type { TenantContext, ToolResult } from '@leadlock/context/context';
import { inBackground } from '@leadlock/observability/in-background';
import { ProviderError, type TelephonyCredentials } from '@leadlock/providers/contracts';
import { numberOfParty } from '../calls/caller.ts';
import type { CallLeg } from './call-leg.ts';
import { handOver } from './hand-over.ts';
import { summaryOf } from './summary.ts';
import { transferAddress, whisperAddress } from './transfer-address.ts';
import { dialTarget } from './transfer-twiml.ts';
import { advance, keyOf, PENDING, type Transfer } from './transfer.ts';
import { withPatience } from './with-patience.ts';

/** The caller's own number, which the carrier shows for those who called in, or else the business's. */
const shownNumber = (leg: CallLeg): string | null =>
  (leg.direction === 'inbound' ? numberOfParty(leg.fromNumber) : null) ?? leg.businessNumber;

export interface Transferring {
  leg: CallLeg;
  credentials: TelephonyCredentials;
  transfer: Transfer;
}

/** Connects the caller with somebody at once; the agent's part of the call is over with it. */
export async function transferBlind(
  ctx: TenantContext,
  { leg, credentials, transfer }: Transferring,
  { whispers }: { whispers: boolean },
): Promise<ToolResult> {
  const key = keyOf(transfer);
  const address = (step: 'status' | 'dialed'): string => transferAddress(ctx, leg, transfer.id, step);
  const twiml = dialTarget({
    callerId: shownNumber(leg),
    target: transfer.target_number,
    whisperUrl: whispers ? whisperAddress(ctx, leg) : null,
    statusUrl: address('status'),
    afterUrl: address('dialed'),
  });
  // By the time somebody picks up it is there.
  if (whispers) inBackground(summaryOf(ctx, leg, transfer), ctx.log, 'summarizing a transferred call');
  // Before it is so: whoever finds the call without a gateway a moment later must not end it.
  const begun = await withPatience(ctx, () => advance(ctx.db, key, PENDING, { handed_over_at: ctx.clock.now() }));
  if (!begun) return { error: 'The caller hung up.' };
  const undo = (status: 'failed' | 'caller_gone') =>
    withPatience(ctx, () => advance(ctx.db, key, PENDING, { status, handed_over_at: null, ended_at: ctx.clock.now() }));
  let isDone: boolean;
  try {
    isDone = await handOver(ctx, credentials, leg, twiml);
  } catch (err) {
    if (!(err instanceof ProviderError)) throw err;
    ctx.log.warn({ err, callId: leg.callId }, 'the carrier failed to transfer a call');
    await undo('failed');
    return { error: `The call could not be transferred to ${transfer.target_name}: the phone carrier rejected it.` };
  }
  if (!isDone) {
    await undo('caller_gone');
    return { error: 'The caller hung up.' };
  }
  return { transferred: true, to: transfer.target_name };
}
