import type { CallDesk, ClaimedCall } from '@leadlock/app-voice-gateway/call-desk';
import { startGateway } from '@leadlock/app-voice-gateway/gateway';
import { createLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createVoiceMetrics } from '@leadlock/observability/voice-metrics';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';

/** The product's gateway as it is, with a business side that accepts every token and stores nothing. */
const providerUrl = process.argv[2] ?? '';

const desk: CallDesk = {
  async claim({ token, callSid }) {
    const call: ClaimedCall = {
      callId: token,
      tenantId: 'bench',
      callSid,
      providerName: 'openai',
      model: 'bench',
      session: {
        instructions: 'Bench',
        voice: 'marin',
        temperature: 1,
        turnDetection: {
          kind: 'server',
          threshold: 0.5,
          silenceDurationMs: 500,
          prefixPaddingMs: 300,
          eagerness: 'auto',
        },
        noiseReduction: null,
        tools: [],
      },
      speaksFirst: false,
      greeting: null,
      maxDurationSeconds: 3000,
      maxSilenceSeconds: 3000,
      record: false,
      fallbacks: [],
    };
    return call;
  },
  async saveTurn() {},
  startRecording: () => Promise.resolve('RE1'),
  runTool: () => Promise.resolve({ output: '{}' }),
  complete: () => Promise.resolve('settled'),
  addRemains: () => Promise.resolve(true),
  heartbeat: () => Promise.resolve([]),
  callsToEnd: () => Promise.resolve([]),
};

const { registry } = createMetrics({ service: 'voice-gateway' });
const gateway = await startGateway({
  port: 0,
  host: '127.0.0.1',
  desk,
  providerFor: ({ model }) => createOpenAiProvider({ url: providerUrl, apiKey: 'bench', model }),
  apology: () => Promise.resolve(new Uint8Array(160)),
  registry,
  metrics: createVoiceMetrics(registry),
  log: createLogger({ service: 'voice-gateway', level: 'warn' }),
});
console.log(JSON.stringify({ port: gateway.port }));

process.on('SIGINT', () => process.exit());
