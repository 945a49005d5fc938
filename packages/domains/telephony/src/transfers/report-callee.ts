import type { TenantContext } from '@leadlock/context/context';
import { hangUp, sayAndHangUp } from '../twilio-webhooks/twiml.ts';
import { credentialsOf, findLeg, type CallLeg } from './call-leg.ts';
import type { ReportedTransfer } from './find-reported-transfer.ts';
import { endLeg } from './hand-over.ts';
import { advance, findTransfersOf, keyOf, PENDING, UNDECIDED, type TransferStatus } from './transfer.ts';

/** What the carrier calls a phone that nobody has answered. */
const UNANSWERED: Readonly<Record<string, TransferStatus>> = {
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'no_answer',
};
const NOBODY_THERE = 'I am sorry, no one can take your call right now. Please try again later. Goodbye.';

/** Takes in how the leg of whoever is called goes on. What is late or repeated changes nothing. */
export async function reportCallee({ ctx, leg, transfer }: ReportedTransfer, callStatus: string): Promise<void> {
  const key = keyOf(transfer);
  const now = ctx.clock.now();
  if (callStatus === 'in-progress') {
    // A warm one is connected when they have said yes.
    if (transfer.kind === 'blind') await advance(ctx.db, key, ['calling'], { status: 'connected', answered_at: now });
    return;
  }
  const unanswered = UNANSWERED[callStatus];
  if (unanswered !== undefined) {
    await advance(ctx.db, key, UNDECIDED, { status: unanswered, ended_at: now });
    return;
  }
  if (callStatus !== 'completed') return;
  if (transfer.kind === 'blind') {
    await advance(ctx.db, key, ['calling', 'connected'], { status: 'completed', ended_at: now });
    return;
  }
  // They have hung up: before they said yes or just after it, or when all was said.
  if (await advance(ctx.db, key, PENDING, { status: 'declined', ended_at: now })) return;
  const completed = await advance(ctx.db, key, ['connected'], { status: 'completed', ended_at: now });
  // Whoever came into their room a moment too late would wait there for nobody.
  if (completed) await endLeg(ctx, await credentialsOf(ctx, leg), leg.callSid);
}

/** A machine has answered, or a fax: nobody to ask. */
export async function reportMachine({ ctx, leg, transfer }: ReportedTransfer, answeredBy: string): Promise<void> {
  if (!answeredBy.startsWith('machine') && answeredBy !== 'fax') return;
  const changes = { status: 'voicemail', ended_at: ctx.clock.now() } as const;
  const ended = await advance(ctx.db, keyOf(transfer), UNDECIDED, changes);
  if (ended) await endLeg(ctx, await credentialsOf(ctx, leg), ended.callee_call_sid);
}

/** What becomes of a caller whom a blind transfer has brought to somebody, or to nobody. */
export async function afterDial({ ctx, transfer }: ReportedTransfer, dialStatus: string): Promise<string> {
  const unanswered = UNANSWERED[dialStatus];
  const status = unanswered ?? 'completed';
  await advance(ctx.db, keyOf(transfer), ['calling', 'connected'], { status, ended_at: ctx.clock.now() });
  return unanswered === undefined ? hangUp() : sayAndHangUp(NOBODY_THERE);
}

/**
 * The caller's call is over, at the carrier or with its gateway: nobody is called, asked or kept waiting for them any more.
 * Safe to repeat.
 */
export async function endTransfersOf(ctx: TenantContext, callId: string): Promise<void> {
  const now = ctx.clock.now();
  let leg: CallLeg | null = null;
  for (const transfer of await findTransfersOf(ctx.db, ctx.tenant.id, callId)) {
    const key = keyOf(transfer);
    const ended =
      (await advance(ctx.db, key, PENDING, { status: 'caller_gone', ended_at: now })) ??
      (await advance(ctx.db, key, ['connected'], { status: 'completed', ended_at: now }));
    if (!ended || ended.kind === 'blind') continue;
    leg ??= await findLeg(ctx.db, ctx.tenant.id, callId);
    if (leg) await endLeg(ctx, await credentialsOf(ctx, leg), ended.callee_call_sid);
  }
}

/** Whether somebody has the caller, or had: their call goes on without us. */
export async function isHandedOver(ctx: TenantContext, callId: string): Promise<boolean> {
  const transfers = await findTransfersOf(ctx.db, ctx.tenant.id, callId);
  return transfers.some(
    ({ handed_over_at: at, status }) => at !== null || status === 'connected' || status === 'completed',
  );
}
