import type { AgentSettings } from '@leadlock/agents/agents';
import type { ToolDefinition } from '@leadlock/voice/contracts';

const endCall: ToolDefinition = {
  name: 'end_call',
  description:
    'Ends the call. Use it when the conversation is over and both sides have said goodbye, or when the caller asks to hang up.',
  parameters: {
    type: 'object',
    properties: { reason: { type: 'string', description: 'Why the call ends, in a few words.' } },
    additionalProperties: false,
  },
};

function sendSms({ sms_templates: templates }: Pick<AgentSettings, 'sms_templates'>): ToolDefinition {
  const names = (templates ?? []).map(({ name }) => name);
  return {
    name: 'send_sms',
    description:
      'Sends a text message: to the person on the phone, or to another number they ask for. Say what you will send before you do.',
    parameters: {
      type: 'object',
      properties: {
        message: {
          type: 'string',
          description: names.length > 0 ? 'The text to send. Leave it out when a template fits.' : 'The text to send.',
        },
        ...(names.length > 0
          ? { template: { type: 'string', enum: names, description: 'A prepared text to send instead of a message.' } }
          : {}),
        to: {
          type: 'string',
          description: 'The number to send it to, with country code. Leave it out for the person on the phone.',
        },
      },
      required: names.length > 0 ? [] : ['message'],
      additionalProperties: false,
    },
  };
}

/** The tools that an agent is given in a call: those it has enabled and that calls know. */
export function offeredTools(settings: Pick<AgentSettings, 'tools_enabled' | 'sms_templates'>): ToolDefinition[] {
  const enabled = new Set<string>(settings.tools_enabled ?? []);
  return [endCall, sendSms(settings)].filter(({ name }) => enabled.has(name));
}
