import type { RealtimeSessionConfig } from '../contracts/realtime-provider.ts';

/** A session configuration that uses every field. */
export function sampleSessionConfig(changes: Partial<RealtimeSessionConfig> = {}): RealtimeSessionConfig {
  return {
    instructions: 'You answer the phone of Acme Plumbing.',
    voice: 'marin',
    temperature: 0.8,
    turnDetection: {
      kind: 'server',
      threshold: 0.5,
      silenceDurationMs: 500,
      prefixPaddingMs: 300,
      eagerness: 'auto',
    },
    noiseReduction: 'far_field',
    tools: [
      { name: 'end_call', description: 'Ends the call.', parameters: { type: 'object', properties: {} } },
      {
        name: 'send_sms',
        description: 'Sends a text message.',
        parameters: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
      },
    ],
    language: 'en-US',
    ...changes,
  };
}
