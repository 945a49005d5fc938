import { afterEach, beforeEach } from 'vitest';
import type { RealtimeSession, RealtimeSessionConfig } from '../contracts/realtime-provider.ts';
import { GeminiSession } from '../realtime/gemini/gemini-session.ts';
import { encodeAudio } from '../wire/base64-audio.ts';
import { ProviderRecorder } from './provider-recorder.ts';
import { sampleSessionConfig } from './sample-session-config.ts';
import { ScriptedGeminiServer, type ScriptedGeminiConnection } from './scripted-gemini-server.ts';
import { babble, silence } from './test-audio.ts';
import { waitFor } from './wait-for.ts';

/** Sessions with a scripted Gemini, and what was heard at our end. Each test has its own. */
export interface GeminiLine {
  readonly server: ScriptedGeminiServer;
  readonly heard: ProviderRecorder;
  /** What the agent said to the end, each time that was reported. */
  readonly agentSaid: string[];
  /** The clock of the session goes on. */
  passTime: (ms: number) => void;
  open: (config?: Partial<RealtimeSessionConfig>) => RealtimeSession;
  /** Waits until the session is set up, and gives the server's end with it. */
  openReady: (config?: Partial<RealtimeSessionConfig>) => Promise<[RealtimeSession, ScriptedGeminiConnection]>;
}

export function useGemini(): GeminiLine {
  let server: ScriptedGeminiServer;
  let heard: ProviderRecorder;
  let now: number;
  const sessions: RealtimeSession[] = [];
  beforeEach(async () => {
    server = await ScriptedGeminiServer.start();
    heard = new ProviderRecorder();
    now = 10_000;
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close();
    await server.close();
  });
  const open: GeminiLine['open'] = (config = {}) => {
    const options = { url: server.url, apiKey: 'AIza-key', model: 'gemini-3.8-live' };
    const session = new GeminiSession(options, sampleSessionConfig({ voice: 'Puck', ...config }), heard, () => now);
    sessions.push(session);
    return session;
  };
  return {
    get server() {
      return server;
    },
    get heard() {
      return heard;
    },
    get agentSaid() {
      return heard.agentTranscripts.filter(({ final }) => final).map(({ text }) => text);
    },
    passTime: (ms) => (now += ms),
    open,
    openReady: async (config) => {
      const session = open(config);
      const peer = await server.connection();
      await peer.expect('setup');
      await waitFor('the session', () => heard.ready === 1);
      return [session, peer];
    },
  };
}

/** Says it frame by frame, and nothing after it. */
export function say(session: RealtimeSession, mulaw: Uint8Array): void {
  for (let at = 0; at + 160 <= mulaw.length; at += 160) session.sendAudio(encodeAudio(mulaw.subarray(at, at + 160)));
}

/** A turn of the caller, with the silences around it. */
export const sayWhole = (session: RealtimeSession, ms: number): void => {
  say(session, Buffer.concat([silence(300), babble(ms), silence(700)]));
};
