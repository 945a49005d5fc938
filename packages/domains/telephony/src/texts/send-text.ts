import type { TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { isPremiumRate, readPhoneNumber, toE164 } from '@leadlock/core/phone';
import { withTransaction } from '@leadlock/db/transaction';
import { isInGoodStanding } from '@leadlock/identity/tenants';
import { recordEvent } from '@leadlock/platform/events';
import { ProviderError, type SentMessage } from '@leadlock/providers/contracts';
import { callCredentials } from '../calls/open-recording.ts';

/** Twilio's own limit for one message. */
export const MAX_TEXT_LENGTH = 1600;

/** What Twilio's codes mean for the conversation and for people. */
const REASONS: Readonly<Record<string, string>> = {
  '21211': 'The number is invalid.',
  '21408': 'Texts to that country are not enabled.',
  '21606': 'The business number cannot send texts.',
  '21610': 'That number has opted out of texts from this business.',
  '21614': 'That number cannot receive texts.',
  '30006': 'That number is a landline and cannot receive texts.',
  '30034': 'The business number is not registered for texts.',
};

/** The business number, if it can text. */
async function senderOf(ctx: TenantContext, phoneNumberId: string | null): Promise<string | null> {
  if (phoneNumberId === null) return null;
  const number = await ctx.db
    .selectFrom('phone_numbers')
    .select('phone_number')
    .where('user_tenant_id', '=', ctx.tenant.id)
    .where('id', '=', phoneNumberId)
    .where('is_active', '=', true)
    .where('sms_capable', '=', true)
    .executeTakeFirst();
  return number?.phone_number ?? null;
}

interface OutgoingText {
  id: string;
  callId: string | null;
  from: string;
  to: string;
  body: string;
}

const insertMessage = (ctx: TenantContext, { id, callId, from, to, body }: OutgoingText) =>
  ctx.db
    .insertInto('messages')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      call_id: callId,
      direction: 'outbound',
      from_number: from,
      to_number: to,
      body,
      status: 'sending',
    })
    .execute();

async function keepSent(ctx: TenantContext, text: OutgoingText, sent: SentMessage): Promise<void> {
  await withTransaction(ctx.db, async (trx) => {
    await trx
      .updateTable('messages')
      .set({ status: sent.status, twilio_message_sid: sent.sid, segments: sent.segments, updated_at: ctx.clock.now() })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', text.id)
      .execute();
    await recordEvent(
      { ...ctx, db: trx },
      {
        tenantId: ctx.tenant.id,
        type: 'text.sent',
        payload: {
          message_id: text.id,
          call_id: text.callId,
          channel: 'sms',
          from_number: text.from,
          to_number: text.to,
          body: text.body,
        },
      },
    );
  });
}

async function keepFailed(ctx: TenantContext, messageId: string, code: string | undefined): Promise<void> {
  await ctx.db
    .updateTable('messages')
    .set({ status: 'failed', error_code: code ?? null, updated_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', messageId)
    .execute();
}

const notSent = (reason: string): TextOutcome => ({ sent: false, reason });

async function send(ctx: TenantContext, account: string | null, text: OutgoingText): Promise<TextOutcome> {
  const credentials = await callCredentials(ctx, account);
  if (credentials === null) return notSent('Texts are not set up for this business.');
  await insertMessage(ctx, text);
  let sent: SentMessage;
  try {
    const { from, to, body } = text;
    sent = await ctx.providers.telephony.sendMessage(credentials, { from, to, body });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await keepFailed(ctx, text.id, error.code);
    ctx.log.warn({ err: error, messageId: text.id, callId: text.callId }, 'failed to send a text');
    return notSent(`The text was not sent. ${REASONS[error.code ?? ''] ?? 'The text service rejected it or is down.'}`);
  }
  try {
    await keepSent(ctx, text, sent);
  } catch (err) {
    // The text is on its way all the same, and that is what whoever sent it has to know.
    ctx.log.error({ err, messageId: text.id, callId: text.callId }, 'failed to record a sent text');
  }
  return { sent: true, to: text.to };
}

export interface NewText {
  /** A number as somebody says or writes it. */
  to: string;
  body: string;
  /** The business number that it comes from. */
  phoneNumberId: string | null;
  /** The carrier's account of that number; null, or one that is not connected any more: the tenant's current one. */
  carrierAccount: string | null;
  /** The call that it belongs to. */
  callId: string | null;
}

/** `to` in E.164; or why nothing was sent, in words for whoever wanted it. */
export type TextOutcome = { sent: true; to: string } | { sent: false; reason: string };

/** Sends a text from a business number, keeps it among the messages, and tells of it as `text.sent`. */
export async function sendText(ctx: TenantContext, text: NewText): Promise<TextOutcome> {
  const { to: wanted, body, callId } = text;
  if (!isInGoodStanding(ctx.tenant)) return notSent('Texts are currently unavailable.');
  if (readPhoneNumber(wanted)?.extension) return notSent(`${wanted} has an extension and cannot receive texts.`);
  const to = toE164(wanted);
  if (to === null || isPremiumRate(to)) return notSent(`${wanted} is not a number that can receive texts.`);
  const from = await senderOf(ctx, text.phoneNumberId);
  if (from === null) return notSent('The business number cannot send texts.');
  return send(ctx, text.carrierAccount, { id: newId(), callId, from, to, body });
}
