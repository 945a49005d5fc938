import { toAgentResponse } from './agent.ts';
import type { AgentResponse } from './schemas.ts';
import { readSettings } from './settings.ts';

const createdAt = new Date('2026-11-22T14:00:00Z');

export const agentExampleId = '0199c0de-91f4-7a20-8c3b-5d2e7f4a6b10';

export const createExample = {
  name: 'Front desk',
  system_prompt: 'You are the receptionist of Bright Smile Dental. Be brief and warm, and book appointments.',
  greeting: 'Bright Smile Dental, this is Ava. How can I help?',
  voice: 'eve',
  timezone: 'America/Chicago',
  tools_enabled: ['end_call', 'check_availability', 'book_appointment', 'transfer_call'],
  transfer_targets: [{ name: 'Dana', number: '+12125550123', reason: 'Billing questions' }],
};

const { name, ...settings } = createExample;

export const agentExample: AgentResponse = toAgentResponse({
  id: agentExampleId,
  tenantId: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00',
  name,
  isActive: true,
  settings: readSettings(settings),
  phoneCount: 1,
  createdAt,
  updatedAt: createdAt,
});
