import { sql } from 'kysely';
import { hangUp, sayAndHangUp } from '../twilio-webhooks/twiml.ts';
import type { ReportedTransfer } from './find-reported-transfer.ts';
import { saidYes } from './said-yes.ts';
import { introduction, summaryOf } from './summary.ts';
import { transferAddress } from './transfer-address.ts';
import { askWhetherTheyTakeIt, joinRoom } from './transfer-twiml.ts';
import { advance, keyOf, UNDECIDED } from './transfer.ts';

/** Who says nothing is asked once more. */
const MOST_ATTEMPTS = 2;
const QUESTION = 'To take the call, press 1 or say yes. To decline, press 2 or say no.';
const CALLER_GONE = 'The caller has already hung up. Thank you. Goodbye.';

/** Whoever has picked up is told who calls and why, and asked whether they take it. */
export async function askCallee({ ctx, leg, transfer }: ReportedTransfer, calleeCallSid: string): Promise<string> {
  const asking = await advance(ctx.db, keyOf(transfer), UNDECIDED, {
    status: 'asking',
    answered_at: ctx.clock.now(),
    callee_call_sid: calleeCallSid,
  });
  if (!asking || leg.isOver) return sayAndHangUp(CALLER_GONE);
  const text = `${introduction(leg)} ${await summaryOf(ctx, leg, asking)} ${QUESTION}`;
  return askWhetherTheyTakeIt(text, transferAddress(ctx, leg, transfer.id, 'answer'));
}

/** Takes in what they have pressed or said. The first one who decides, by whatever, has decided. */
export async function takeAnswer(
  { ctx, leg, transfer }: ReportedTransfer,
  answer: { Digits?: string; SpeechResult?: string },
  attempt: number,
): Promise<string> {
  const key = keyOf(transfer);
  const accepts = saidYes(answer);
  // Twilio asks again when it got no answer, and gets the same.
  if (transfer.status === 'accepted' || transfer.status === 'connected') return joinRoom(transfer.id);
  if (accepts === true) {
    const accepted = await ctx.db
      .selectFrom('call_logs')
      .select(sql`1`.as('runs'))
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', leg.callId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    const isTheirs = accepted && (await advance(ctx.db, key, UNDECIDED, { status: 'accepted' }));
    return isTheirs ? joinRoom(transfer.id) : sayAndHangUp(CALLER_GONE);
  }
  if (accepts === null && attempt + 1 < MOST_ATTEMPTS) {
    return askWhetherTheyTakeIt(QUESTION, transferAddress(ctx, leg, transfer.id, 'answer', attempt + 1));
  }
  const status = accepts === null ? 'no_answer' : 'declined';
  await advance(ctx.db, key, UNDECIDED, { status, ended_at: ctx.clock.now() });
  return accepts === null ? hangUp() : sayAndHangUp('Thank you. Goodbye.');
}
