import { CallSummary, type CallLogResponse } from './schemas.ts';

export const callExample: CallLogResponse = {
  id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e',
  tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
  agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a',
  agent_name: 'Front desk',
  phone_number_id: '019ac2f2-33cc-7f5e-a061-7c8d9e0f1a2b',
  twilio_call_sid: 'CA0123456789abcdef0123456789abcdef',
  direction: 'inbound',
  from_number: '+12125550123',
  to_number: '+14155550100',
  status: 'completed',
  started_at: '2026-11-24T15:04:05.000Z',
  ended_at: '2026-11-24T15:05:07.000Z',
  duration_seconds: 62,
  billable_minutes: 2,
  cost_cents: 11,
  price_cents: 40,
  outcome: 'caller_hung_up',
  recording_url: 'https://api.example.com/calls/019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e/recording',
  recording_duration_seconds: 62,
  caller_name: null,
  caller_email: null,
  transcript: [
    {
      role: 'assistant',
      content: 'Good morning, how can I help?',
      started_at: '2026-11-24T15:04:06.000Z',
      ended_at: '2026-11-24T15:04:08.000Z',
    },
  ],
  metadata: { end_reason: 'caller_hangup', turn_latencies_ms: [640, 712], function_calls: [], cost_lines: [] },
  appointment_booked: null,
  amd_status: null,
  amd_detection_ms: null,
  voice_provider: 'xai',
};

export const callSummaryExample: CallSummary = CallSummary.parse(callExample);
