import { isTwilioSid } from '@leadlock/core/twilio-sid';
import type { AuthenticWebhook } from '../twilio-webhooks/authenticate.ts';
import { acknowledge } from '../twilio-webhooks/twiml.ts';
import { findTransferOfCall } from './find-reported-transfer.ts';
import { summaryOf } from './summary.ts';
import { whisper } from './transfer-twiml.ts';
import type { TransferStatus } from './transfer.ts';

const UNDER_WAY: readonly TransferStatus[] = ['calling', 'asking', 'accepted', 'connected'];

/** What whoever takes a call hears before they have the caller. Nothing where that fails: they are connected all the same. */
export async function whisperSummary(webhook: AuthenticWebhook, callSid: string): Promise<string> {
  try {
    const found = isTwilioSid('CA', callSid) ? await findTransferOfCall(webhook, callSid) : null;
    if (!found || !UNDER_WAY.includes(found.transfer.status)) return acknowledge();
    return whisper(await summaryOf(found.ctx, found.leg, found.transfer));
  } catch (err) {
    webhook.ctx.log.error({ err }, 'failed to brief the target of a transferred call');
    return acknowledge();
  }
}
