import { afterEach, beforeEach } from 'vitest';
import type { HistoryItem, RealtimeProvider, RealtimeSession } from '../contracts/realtime-provider.ts';
import type { RealtimeProviderOptions } from '../realtime/protocol/dialect.ts';
import { ProviderRecorder } from './provider-recorder.ts';
import { sampleSessionConfig } from './sample-session-config.ts';
import { ScriptedRealtimeServer, type ScriptedRealtimeConnection } from './scripted-realtime-server.ts';
import { waitFor } from './wait-for.ts';

export interface SessionOptions {
  /** Where the provider is, if not at the scripted server. */
  url?: string;
  connectTimeoutMs?: number;
  /** What was said before. */
  history?: HistoryItem[];
}

/** The provider's end of a session, and what was heard at ours. Each test has its own. */
export interface SessionLine {
  readonly server: ScriptedRealtimeServer;
  readonly heard: ProviderRecorder;
  open: (options?: SessionOptions) => RealtimeSession;
  /** Waits until the session is configured, and gives the provider's end with it. */
  openReady: (options?: SessionOptions) => Promise<[RealtimeSession, ScriptedRealtimeConnection]>;
}

/** Sessions for the tests of a file, with a scripted server each; what is left of one is ended after its test. */
export function useSession(createProvider: (options: RealtimeProviderOptions) => RealtimeProvider): SessionLine {
  let server: ScriptedRealtimeServer;
  let heard: ProviderRecorder;
  const sessions: RealtimeSession[] = [];
  beforeEach(async () => {
    server = await ScriptedRealtimeServer.start();
    heard = new ProviderRecorder();
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close();
    await server.close();
  });
  const open: SessionLine['open'] = ({ url = server.url, connectTimeoutMs, history } = {}) => {
    const provider = createProvider({ url, apiKey: 'sk-test', model: 'model-1', connectTimeoutMs });
    const session = provider.open(sampleSessionConfig(history && { history }), heard);
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
    open,
    openReady: async (options) => {
      const session = open(options);
      const provider = await server.connection();
      await provider.expect('session.update');
      await waitFor('the session to be ready', () => heard.ready === 1);
      return [session, provider];
    },
  };
}
