import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { silentLogger, type Logger } from '@leadlock/observability/logger';
import { WebSocketServer } from 'ws';
import type { RealtimeCapabilities, RealtimeSessionConfig, ToolCall } from '../contracts/realtime-provider.ts';
import { createOpenAiProvider } from '../realtime/openai/index.ts';
import { createXaiProvider } from '../realtime/xai/index.ts';
import {
  CallSession,
  createTicker,
  DEFAULT_CALL_POLICY,
  type CallPolicy,
  type CallResult,
  type LiveEvent,
  type SpareVoices,
  type ToolConduct,
  type ToolOutcome,
  type TranscriptEntry,
  type Voice,
  type VoiceLoss,
} from '../session/index.ts';
import { acceptMediaStream, MEDIA_SOCKET_OPTIONS } from '../twilio/index.ts';
import { MediaStreamsClient, type MediaStreamsClientOptions } from './media-streams-client.ts';
import { sampleSessionConfig } from './sample-session-config.ts';
import { ScriptedRealtimeServer, type ScriptedRealtimeConnection } from './scripted-realtime-server.ts';
import { waitFor } from './wait-for.ts';

/** 400 ms of a falling tone: no frame of it repeats. */
export const APOLOGY_AUDIO: Uint8Array = Uint8Array.from({ length: 3200 }, (_, index) => (index * 11) % 253);

export interface CallHarnessOptions {
  policy?: Partial<CallPolicy>;
  config?: Partial<RealtimeSessionConfig>;
  client?: MediaStreamsClientOptions;
  apology?: () => Promise<Uint8Array>;
  ownVoice?: (text: string) => Promise<Uint8Array>;
  ownEars?: (audio: Uint8Array) => Promise<string>;
  log?: Logger;
  connectTimeoutMs?: number;
  runTool?: (call: ToolCall, over: AbortSignal) => Promise<ToolOutcome>;
  toolConduct?: Readonly<Record<string, ToolConduct>>;
  /** Whose protocol the provider speaks; OpenAI's by default. */
  createProvider?: typeof createOpenAiProvider;
  /** What it can do, where that is not what the vendor can. A test may change it while the call lasts. */
  capabilities?: RealtimeCapabilities;
  /** Another provider, with a server of its own, goes on when this one is lost. */
  hasSpare?: boolean;
  /** How often that one goes on; once, where nothing else is said. */
  spareTurns?: number;
  /** Prepares the server of that one. */
  prepareSpare?: (server: ScriptedRealtimeServer) => void;
  prepare?: (server: ScriptedRealtimeServer) => void;
}

/** A whole call on one machine: a phone network and a voice provider, both on real sockets, around one session. */
export class CallHarness {
  readonly server: ScriptedRealtimeServer;
  /** Of the provider that goes on when the first one is lost. */
  readonly spare: ScriptedRealtimeServer;
  readonly client: MediaStreamsClient;
  readonly session: CallSession;
  readonly toolCalls: ToolCall[];
  readonly turns: TranscriptEntry[][];
  /** What whoever watches was told. */
  readonly live: LiveEvent[];
  /** How voices were lost, as who has the spare ones was told. */
  readonly losses: VoiceLoss[];
  readonly #media: WebSocketServer;
  #closed: Promise<void> | null = null;

  private constructor(
    parts: Pick<CallHarness, 'server' | 'spare' | 'client' | 'session' | 'toolCalls' | 'turns' | 'live' | 'losses'>,
    media: WebSocketServer,
  ) {
    this.server = parts.server;
    this.spare = parts.spare;
    this.client = parts.client;
    this.session = parts.session;
    this.toolCalls = parts.toolCalls;
    this.turns = parts.turns;
    this.live = parts.live;
    this.losses = parts.losses;
    this.#media = media;
  }

  static async start(options: CallHarnessOptions = {}): Promise<CallHarness> {
    const server = await ScriptedRealtimeServer.start();
    options.prepare?.(server);
    const spare = await ScriptedRealtimeServer.start();
    options.prepareSpare?.(spare);
    const media = new WebSocketServer({ port: 0, host: '127.0.0.1', ...MEDIA_SOCKET_OPTIONS });
    await once(media, 'listening');
    const toolCalls: ToolCall[] = [];
    const turns: TranscriptEntry[][] = [];
    const live: LiveEvent[] = [];
    const losses: VoiceLoss[] = [];
    let session: CallSession | null = null;
    media.on('connection', (socket, request) => {
      socket.on('error', () => undefined);
      acceptMediaStream(socket, request.socket, {
        startTimeoutMs: 5000,
        onNotStarted: () => socket.terminate(),
        onStart: (transport) => {
          const { createProvider = createOpenAiProvider, connectTimeoutMs } = options;
          const provider = createProvider({ url: server.url, apiKey: 'sk-test', model: 'model-1', connectTimeoutMs });
          session = new CallSession({
            transport,
            provider: { ...provider, capabilities: options.capabilities ?? provider.capabilities },
            config: sampleSessionConfig(options.config),
            model: 'model-1',
            ...(options.hasSpare && { spares: spareOf(spare, options, losses) }),
            policy: { ...DEFAULT_CALL_POLICY, speaksFirst: false, ...options.policy },
            toolConduct: options.toolConduct,
            runTool: (call, over) => {
              toolCalls.push(call);
              return options.runTool?.(call, over) ?? Promise.resolve({ output: '{"ok":true}' });
            },
            apology: options.apology ?? (() => Promise.resolve(APOLOGY_AUDIO)),
            ownVoice: options.ownVoice,
            ownEars: options.ownEars,
            ticker: createTicker(20),
            log: options.log ?? silentLogger,
            onTurn: (transcript) => turns.push(transcript),
            onLive: (event) => live.push(event),
          });
        },
      });
    });
    const client = await MediaStreamsClient.connect(
      `ws://127.0.0.1:${(media.address() as AddressInfo).port}`,
      options.client,
    );
    const started = await waitFor('the session', () => session);
    return new CallHarness({ server, spare, client, session: started, toolCalls, turns, live, losses }, media);
  }

  /** The provider's end of the call, configured and ready for the conversation. */
  async provider(): Promise<ScriptedRealtimeConnection> {
    const provider = await this.server.connection();
    await provider.expect('session.update');
    await waitFor('the session to be ready', () => this.session.phase !== 'connecting');
    return provider;
  }

  get result(): Promise<CallResult> {
    return this.session.finished;
  }

  /** Ends what is left of the call, then the servers. Safe to call twice. */
  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    this.client.drop();
    await this.session.finished;
    await this.server.close();
    await this.spare.close();
    for (const socket of this.#media.clients) socket.terminate();
    await new Promise((resolve) => this.#media.close(resolve));
  }
}

/** xAI's voice on a server of its own. */
function spareOf(
  { url }: ScriptedRealtimeServer,
  { config, spareTurns = 1 }: CallHarnessOptions,
  losses: VoiceLoss[],
): SpareVoices {
  let left = spareTurns;
  const take = (): Voice | null => {
    if (left === 0) return null;
    left--;
    const provider = createXaiProvider({ url, apiKey: 'xai-test', model: 'model-2' });
    return { provider, config: sampleSessionConfig({ ...config, voice: 'ara' }), model: 'model-2' };
  };
  return {
    get hasNext() {
      return left > 0;
    },
    next: (loss) => {
      losses.push(loss);
      return take();
    },
    instead: take,
    tookOver: () => undefined,
    works: () => undefined,
  };
}
