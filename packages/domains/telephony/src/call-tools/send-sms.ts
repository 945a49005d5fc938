import type { TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { isPremiumRate, readPhoneNumber, toE164 } from '@leadlock/core/phone';
import { toStorableText } from '@leadlock/core/storable-text';
import { withTransaction } from '@leadlock/db/transaction';
import { isInGoodStanding } from '@leadlock/identity/tenants';
import { recordEvent } from '@leadlock/platform/events';
import { ProviderError, type SentMessage } from '@leadlock/providers/contracts';
import { z } from 'zod';
import { callCredentials } from '../calls/open-recording.ts';
import { numberOfParty } from '../calls/caller.ts';
import { otherParty } from '../calls/session-config.ts';
import { isRehearsal } from '../calls/rehearsal.ts';
import { callVariables, fillIn } from '../calls/variables.ts';
import { refusal, type Tool, type ToolCallSite, type ToolResult } from './tool.ts';

/** Twilio's own limit for one message. */
const MAX_LENGTH = 1600;

const Arguments = z.object({
  message: z.string().trim().max(MAX_LENGTH).optional(),
  template: z.string().optional(),
  to: z.string().optional(),
});

/** What Twilio's codes mean for the conversation; the model can tell the caller. */
const REASONS: Readonly<Record<string, string>> = {
  '21211': 'The number is not valid.',
  '21408': 'Texts to that country are not enabled.',
  '21606': 'The business number cannot send texts.',
  '21610': 'That number has opted out of texts from this business.',
  '21614': 'That number cannot receive texts.',
  '30006': 'That number is a landline and cannot receive texts.',
  '30034': 'The business number is not registered for texts.',
};

function textOf({ agent, ...site }: ToolCallSite, args: z.output<typeof Arguments>): string | null {
  if (!args.template) return args.message || null;
  const template = agent.settings.sms_templates?.find(({ name }) => name === args.template);
  if (!template) return args.message || null;
  const ofCall = {
    agent_name: agent.name,
    business_name: agent.settings.business_name ?? '',
    caller_number: personOnPhone(site) ?? '',
  };
  // A cut may part a pair of surrogates.
  return toStorableText(fillIn(template.content, callVariables(agent.settings, ofCall)).slice(0, MAX_LENGTH));
}

/** The number of the person in the call; null where none is known, as of somebody in a browser. */
const personOnPhone = ({ direction, ...numbers }: Omit<ToolCallSite, 'agent'>): string | null =>
  isRehearsal(direction) ? null : numberOfParty(otherParty({ ...numbers, direction }));

/** The business number of the call, if it can text. */
async function senderOf(ctx: TenantContext, { phoneNumberId }: ToolCallSite): Promise<string | null> {
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
  from: string;
  to: string;
  body: string;
}

const insertMessage = (ctx: TenantContext, callId: string, { id, from, to, body }: OutgoingText) =>
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

async function keepSent(ctx: TenantContext, callId: string, text: OutgoingText, sent: SentMessage): Promise<void> {
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
          call_id: callId,
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

async function send(ctx: TenantContext, site: ToolCallSite, text: OutgoingText): Promise<ToolResult> {
  const credentials = await callCredentials(ctx, site.twilioAccountSid);
  if (credentials === null) return refusal('Texts are not set up for this business.');
  await insertMessage(ctx, site.callId, text);
  let sent: SentMessage;
  try {
    const { from, to, body } = text;
    sent = await ctx.providers.telephony.sendMessage(credentials, { from, to, body });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await keepFailed(ctx, text.id, error.code);
    ctx.log.warn({ err: error, callId: site.callId }, 'a text was not sent');
    return refusal(`The text was not sent. ${REASONS[error.code ?? ''] ?? 'The text service refused it or is down.'}`);
  }
  try {
    await keepSent(ctx, site.callId, text, sent);
  } catch (err) {
    // The text is on its way all the same, and that is what the model has to know.
    ctx.log.error({ err, callId: site.callId, messageId: text.id }, 'could not write down a text that was sent');
  }
  return { result: { sent: true, to: text.to } };
}

/** `send_sms`: texts the person on the phone, or a number they name, from the number of the call. */
export const sendSms: Tool = async (ctx, site, given) => {
  const args = Arguments.safeParse(given);
  if (!args.success) return refusal(`The arguments are not valid: ${z.prettifyError(args.error)}`);
  const body = textOf(site, args.data);
  if (body === null) return refusal('There is nothing to send: give a message, or the name of a template.');
  if (!isInGoodStanding(ctx.tenant)) return refusal('Texts are not possible at the moment.');
  const wanted = args.data.to ?? personOnPhone(site);
  if (wanted === null)
    return refusal(
      'The person has no number here, in a browser or because they withhold it: ask for one, give it as to.',
    );
  if (readPhoneNumber(wanted)?.extension) return refusal(`${wanted} has an extension, where no texts can be sent to.`);
  const to = toE164(wanted);
  if (to === null || isPremiumRate(to)) return refusal(`${wanted} is not a number that texts can be sent to.`);
  const from = await senderOf(ctx, site);
  if (from === null) return refusal('The business number of this call cannot send texts.');
  return send(ctx, site, { id: newId(), from, to, body });
};
