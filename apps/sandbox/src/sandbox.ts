import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen, type ListenOn } from '@leadlock/observability/listen';
import type { Logger } from '@leadlock/observability/logger';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import express from 'express';
import { z } from 'zod';
import { adminErrors, adminHandler } from './admin.ts';
import { createTicker } from './audio/ticker.ts';
import { startDnsServer, type DnsServer } from './dns/dns-server.ts';
import { createGeminiSandbox } from './gemini/gemini.ts';
import { createElevenLabsSandbox } from './elevenlabs/elevenlabs.ts';
import { anthropicDialect } from './language-model/anthropic/anthropic-dialect.ts';
import { createLanguageModelServer, type LanguageModelServer } from './language-model/language-model-server.ts';
import { localDialect } from './language-model/local-dialect.ts';
import { createOpenAiDialect } from './language-model/openai/openai-dialect.ts';
import { createXaiDialect } from './language-model/xai/xai-dialect.ts';
import { openAiDialect } from './openai/openai-dialect.ts';
import { createRealtimeServer, type RealtimeServer } from './realtime/realtime-server.ts';
import { createResendSandbox } from './resend/resend.ts';
import { SearchIndex } from './search/search-index.ts';
import { createSpeechServer, type SpeechServer } from './speech/speech-server.ts';
import { elevenLabsSpeech } from './speech/vendors/elevenlabs.ts';
import { geminiSpeech } from './speech/vendors/gemini.ts';
import { openAiSpeech } from './speech/vendors/openai.ts';
import { xaiSpeech } from './speech/vendors/xai.ts';
import { createTwilioSandbox } from './twilio/twilio.ts';
import { xaiDialect } from './xai/xai-dialect.ts';

const DnsRecords = z.strictObject({ name: z.string().min(1).max(253), txt: z.array(z.string().max(255)) });

export interface SandboxOptions {
  /** 0 takes a free one. */
  port: ListenOn;
  host?: string;
  /** Where others reach the sandbox; absent: on this machine at its port. */
  publicUrl?: string;
  /** Where the state outlives the process; absent: it does not. */
  stateFolder?: string;
  log: Logger;
}

export interface Sandbox {
  port: number;
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** Starts every outside service on one port, name servers over UDP: `/twilio`, `/openai`, `/xai`, `/elevenlabs`, `/gemini`, `/anthropic`, `/local`, `/resend`, and `/sandbox` to steer them. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1', publicUrl, stateFolder, log } = options;
  const ticker = createTicker(log);
  let engine: Promise<SpeechEngine> | null = null;
  const speech = (): Promise<SpeechEngine> => (engine ??= openSpeechEngine());
  let url = '';
  let dns: DnsServer | null = null;
  const twilio = await createTwilioSandbox({ ticker, log, speech, stateFolder, baseUrl: () => `${url}/twilio` });
  const index = new SearchIndex();
  const search = index.find;
  const openAi = createRealtimeServer({ dialect: openAiDialect, engine: speech, log, search });
  const xai = createRealtimeServer({ dialect: xaiDialect, engine: speech, log, search });
  const elevenLabs = createElevenLabsSandbox({ engine: speech, log, baseUrl: () => `${url}/elevenlabs` });
  const gemini = createGeminiSandbox({ engine: speech, log, search });
  const resend = createResendSandbox();
  const languageModels: Record<string, LanguageModelServer> = {
    openai: createLanguageModelServer(createOpenAiDialect(['gpt-realtime', 'gpt-realtime-mini'])),
    anthropic: createLanguageModelServer(anthropicDialect),
    xai: createLanguageModelServer(createXaiDialect(['grok-voice-latest'], index)),
    local: createLanguageModelServer(localDialect),
  };
  /** By where the vendor's API is. */
  const speaking: Record<string, SpeechServer> = {
    'openai/v1': createSpeechServer({ dialect: openAiSpeech, engine: speech }),
    'xai/v1': createSpeechServer({ dialect: xaiSpeech, engine: speech }),
    elevenlabs: createSpeechServer({ dialect: elevenLabsSpeech, engine: speech }),
    gemini: createSpeechServer({ dialect: geminiSpeech, engine: speech }),
  };
  const realtime: Record<string, RealtimeServer> = {
    '/openai/v1/realtime': openAi,
    '/xai/v1/realtime': xai,
    '/elevenlabs/v1/convai/conversation': elevenLabs,
  };

  const app = express();
  app.disable('x-powered-by');
  let draining = false;
  app.get('/health', (_request, response) => {
    response.status(draining ? 503 : 200).json({ status: draining ? 'draining' : 'ok' });
  });
  app.use('/twilio', twilio.rest);
  for (const [base, { rest }] of Object.entries(speaking)) app.use(`/${base}`, rest);
  for (const [vendor, { rest }] of Object.entries(languageModels)) app.use(`/${vendor}/v1`, rest);
  app.use('/elevenlabs', elevenLabs.rest);
  app.use('/gemini', gemini.rest);
  app.use('/resend', resend.rest);
  app.use('/sandbox/inbox', resend.inbox);
  app.use('/sandbox', express.json());
  app.use('/sandbox/twilio', twilio.admin);
  for (const [vendor, { admin }] of Object.entries(languageModels)) app.use(`/sandbox/${vendor}/language-model`, admin);
  for (const [base, { admin }] of Object.entries(speaking)) {
    app.use(`/sandbox/${base.replace('/v1', '')}/speech`, admin);
  }
  app.use('/sandbox/openai', openAi.admin);
  app.use('/sandbox/xai', xai.admin);
  app.use('/sandbox/elevenlabs', elevenLabs.admin);
  app.use('/sandbox/gemini', gemini.admin);
  app.use('/sandbox/resend', resend.admin);
  app.use('/sandbox/search', index.admin);
  app.post(
    '/sandbox/dns',
    adminHandler(({ body }) => {
      const { name, txt } = DnsRecords.parse(body);
      dns?.set(name, txt);
      return {};
    }),
  );
  app.post(
    '/sandbox/reset',
    adminHandler(async () => {
      await twilio.reset();
      openAi.reset();
      xai.reset();
      elevenLabs.reset();
      gemini.reset();
      resend.reset();
      index.reset();
      for (const server of Object.values(speaking)) server.reset();
      for (const languageModel of Object.values(languageModels)) languageModel.reset();
      dns?.reset();
      return {};
    }),
  );
  app.use('/sandbox', adminErrors);

  const server = createServer(app);
  server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const service = gemini.takes(path) ? gemini : realtime[path];
    if (service) service.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  const actualPort = await listen(server, port, host);
  dns = await startDnsServer({ port: actualPort, host });
  url = (publicUrl ?? `http://127.0.0.1:${actualPort}`).replace(/\/$/, '');

  return {
    port: actualPort,
    url,
    async close() {
      if (draining) return;
      draining = true;
      await twilio.close();
      openAi.close();
      xai.close();
      elevenLabs.close();
      gemini.close();
      ticker.close();
      await dns?.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await (await engine)?.close();
    },
  };
}
