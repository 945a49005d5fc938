import type { AgentSettings } from '@leadlock/agents/agents';
import { defineTool, refusal, type ToolSite } from '@leadlock/agents/tools';
import { toStorableText } from '@leadlock/core/storable-text';
import { z } from 'zod';
import { callVariables, fillIn } from '../calls/variables.ts';
import { MAX_TEXT_LENGTH, sendText } from '../texts/send-text.ts';

interface Arguments {
  message?: string;
  template?: string;
  to?: string;
}

const message = z.string().trim().max(MAX_TEXT_LENGTH);
const to = z.string().optional().meta({
  description: 'The number to text, with country code. Leave it out to text the person on the phone.',
});

function inputFor({ sms_templates: templates }: Pick<AgentSettings, 'sms_templates'>): z.ZodType<Arguments> {
  const names = (templates ?? []).map(({ name }) => name);
  if (names.length === 0) return z.object({ message: message.meta({ description: 'The message to send.' }), to });
  return z.object({
    message: message.optional().meta({ description: 'The message to send. Leave it out if a template fits.' }),
    // Any name is taken, for a message may come with a wrong one.
    template: z.string().optional().meta({ enum: names, description: 'A text template to send instead of a message.' }),
    to,
  });
}

function textOf({ agent, personNumber }: ToolSite, args: Arguments): string | null {
  const template = agent.settings.sms_templates?.find(({ name }) => name === args.template);
  if (!template) return args.message || null;
  const variables = callVariables(agent.settings, {
    agent_name: agent.name,
    business_name: agent.settings.business_name ?? '',
    caller_number: personNumber ?? '',
  });
  // A cut may part a pair of surrogates.
  return toStorableText(fillIn(template.content, variables).slice(0, MAX_TEXT_LENGTH));
}

/** Texts the person on the phone, or a number they name, from the number that they speak through. */
export const sendSms = defineTool({
  name: 'send_sms',
  description:
    'Sends a text message to the person on the phone, or to another number they ask for. Tell them what you will send first.',
  input: inputFor,
  async run(ctx, site, args) {
    const body = textOf(site, args);
    if (body === null) return refusal('Nothing to send: give a message or the name of a template.');
    const wanted = args.to ?? site.personNumber;
    if (wanted === null) {
      return refusal(
        'The person’s number is unknown, because they are in a browser or withhold it. Ask for a number and pass it as to.',
      );
    }
    const callId = site.kind === 'call' ? site.id : null;
    const { phoneNumberId, carrierAccount } = site;
    const outcome = await sendText(ctx, { to: wanted, body, phoneNumberId, carrierAccount, callId });
    return outcome.sent ? { sent: true, to: outcome.to } : refusal(outcome.reason);
  },
});
