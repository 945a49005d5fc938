import { createServer, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createHealthHandler } from '@leadlock/observability/health-server';
import { listen, type ListenOn } from '@leadlock/observability/listen';
import type { Logger } from '@leadlock/observability/logger';
import type { Metrics } from '@leadlock/observability/metrics';
import type { VoiceMetrics } from '@leadlock/observability/voice-metrics';
import { acceptBrowserStream, awaitStart, BROWSER_SOCKET_OPTIONS, type BrowserStream } from '@leadlock/voice/browser';
import { MonitoredLine, MonitorStream } from '@leadlock/voice/monitor';
import {
  createTicker,
  OWN_SENTENCES,
  sayBeforeCall,
  sayInsteadOfCall,
  type LiveEvent,
  type Ticker,
} from '@leadlock/voice/session';
import { acceptMediaStream, MEDIA_SOCKET_OPTIONS, type TwilioMediaStream } from '@leadlock/voice/twilio';
import { WebSocketServer, type WebSocket } from 'ws';
import { claimPatiently } from './claim-patiently.ts';
import type { CallToEnd, ClaimedCall, ClaimInput } from './call-desk.ts';
import { startHeartbeat } from './heartbeat.ts';
import { runCall, type CallServices, type RunningCall as Conversation } from './run-call.ts';
import { NO_JOURNAL, type CallJournal } from './unsaved-calls/call-journal.ts';
import { UnsavedCalls } from './unsaved-calls/unsaved-calls.ts';
import { Circuits } from './voices/circuits.ts';
import { ComingCalls } from './voices/coming-calls.ts';
import { WaitingRoom } from './waiting-room.ts';

/** WebSocket close codes (RFC 6455 and the IANA registry). */
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;
const TRY_AGAIN_LATER = 1013;

const START_TIMEOUT_MS = 5000;
/** Sockets that have not said yet which call they are. */
const MAX_WAITING = 2_000;
/** Of all kinds; those over it are closed at once, so that calls and the database keep what they need to be open. */
const MAX_CONNECTIONS = 10_000;
const HTTP_LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  // Some clients offer another HTTP with every request; to say nothing to that is to decline it.
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
};
const TICK_MS = 100;
/** How long a caller is asked to wait for a database that is away. */
const CLAIM_PATIENCE_MS = 10_000;
/** A process that ends gives the database so long to come back; what it has not taken by then waits on disk. */
const FLUSH_MS = 30_000;
/** How long the end of a stream may trail the carrier's word that its call is over. */
const STREAM_END_GRACE_MS = 2000;
/** How long a goodbye may take in a process that is about to die. */
const HASTY_GOODBYE_MS = 15_000;
const HASTY_FLUSH_MS = 5_000;

export interface GatewayOptions extends Pick<
  CallServices,
  'desk' | 'providerFor' | 'apology' | 'ownVoice' | 'ownEars'
> {
  port: ListenOn;
  host?: string;
  registry: Metrics['registry'];
  /** Absent: anybody may read the metrics. */
  metricsToken?: string;
  metrics: VoiceMetrics;
  log: Logger;
  /** Where calls wait that the database does not take; absent: in memory only. */
  journal?: CallJournal;
  /** How long a stream may take to say which call it is, in ms. */
  startTimeoutMs?: number;
  /** How long a stream waits for a database that is away, in ms. */
  claimPatienceMs?: number;
  /** How many streams that have not said yet which call they are there may be. */
  maxWaiting?: number;
  /** How often the database is told that this gateway lives, in ms. */
  heartbeatMs?: number;
}

export interface Gateway {
  readonly port: number;
  readonly activeCalls: number;
  /** Ends a call with a goodbye, as an operator asked for. False when it does not run here. */
  endCall(callId: string): boolean;
  /** A call loses its connection to the voice, to show what happens then. False when it does not run here. */
  killVoice(callId: string): boolean;
  /** An account may have been suspended: its calls are ended with a goodbye. */
  accountChanged(): void;
  /** A call will come here in a moment: its voice is opened now. */
  announce(callId: string): void;
  /** A call that was to come here is at another gateway: the voice that was opened for it is closed. */
  callWentElsewhere(callId: string): void;
  /** The carrier says that this call is over; a stream that outlives its call by more than a moment is closed. */
  carrierEnded(callId: string): void;
  /**
   * Takes no new calls, waits `patienceMs` for the running ones, then ends them with a goodbye. Resolves when all are
   * written. From `crashed` on there is only time for goodbyes, and not for long ones.
   */
  drain(patienceMs: number, crashed?: AbortSignal): Promise<void>;
  /** Closes the port. Calls that still run lose their connection. */
  close(): Promise<void>;
}

type CallerStream = TwilioMediaStream | BrowserStream;

interface RunningCall extends Conversation {
  stream: CallerStream;
  line: MonitoredLine;
}

/**
 * Serves Twilio Media Streams at `/media`, browsers at `/browser`, whoever listens to a call at `/listen`, and health and
 * metrics beside them.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { desk, metrics, log } = options;
  const calls = new Map<string, RunningCall>();
  /** One promise a stream, from its start message until its call is written. */
  const streams = new Set<Promise<void>>();
  let draining = false;
  let outOfPatience = false;
  const { ownVoice, startTimeoutMs = START_TIMEOUT_MS, claimPatienceMs: patienceMs = CLAIM_PATIENCE_MS } = options;

  const http = createServer(HTTP_LIMITS, (request, response) => {
    if (!answerHealth(request, response)) response.writeHead(404).end();
  });
  http.maxConnections = MAX_CONNECTIONS;
  const waitingRoom = new WaitingRoom(options.maxWaiting ?? MAX_WAITING);
  const { registry, metricsToken } = options;
  const answerHealth = createHealthHandler({ isDraining: () => draining, registry, metricsToken });
  const phones = new WebSocketServer({ noServer: true, ...MEDIA_SOCKET_OPTIONS });
  // Pages of any origin may connect: the dashboard is also served under the agencies' own domains, which are not known
  // here. Nothing in a browser vouches for the person anyway (there is no cookie); the one-time token alone does.
  const browsers = new WebSocketServer({ noServer: true, ...BROWSER_SOCKET_OPTIONS });

  const monitors = new WebSocketServer({ noServer: true, ...BROWSER_SOCKET_OPTIONS });

  http.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    switch (request.url?.split('?', 1)[0]) {
      case '/media':
        return phones.handleUpgrade(request, socket, head, (webSocket) => onPhone(webSocket, socket));
      case '/browser':
        return browsers.handleUpgrade(request, socket, head, onBrowser);
      case '/listen':
        return monitors.handleUpgrade(request, socket, head, onMonitor);
      default:
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });

  const ticker = createTicker(TICK_MS);
  const unsaved = new UnsavedCalls({ desk, journal: options.journal ?? NO_JOURNAL, log });
  const circuits = new Circuits({ metrics, log });
  const coming = new ComingCalls({
    prepare: (callId) => desk.prepare(callId),
    providerFor: options.providerFor,
    circuits,
    metrics,
    log,
  });
  const services: CallServices = { ...options, ticker, unsaved, circuits, coming };
  const stopMeasuring = measureLateness(ticker, metrics);
  const heartbeat = startHeartbeat({ desk, calls, unsaved, endCall, log, intervalMs: options.heartbeatMs });

  function endCall({ callId, reason }: CallToEnd): boolean {
    const running = calls.get(callId);
    running?.session.endWith({ sentence: OWN_SENTENCES.accountEnds, reason });
    return running !== undefined;
  }

  /** False when no new call is taken. */
  function admit(socket: WebSocket): boolean {
    // An error also closes the socket, which is what ends the call; without a listener it would end the process.
    socket.on('error', () => undefined);
    if (draining) socket.close(TRY_AGAIN_LATER, 'draining');
    else waitingRoom.enter(socket);
    return !draining;
  }

  function onPhone(socket: WebSocket, wire: Duplex): void {
    if (!admit(socket)) return;
    acceptMediaStream(socket, wire, {
      startTimeoutMs,
      onNotStarted: (reason) => {
        if (reason === 'timeout') socket.close(POLICY_VIOLATION, 'no start');
      },
      onStart: (stream) => take(socket, () => onPhoneStream(stream, socket)),
    });
  }

  function onBrowser(socket: WebSocket): void {
    if (!admit(socket)) return;
    acceptBrowserStream(socket, {
      startTimeoutMs,
      onNotStarted: (reason) => {
        if (reason !== 'closed') socket.close(POLICY_VIOLATION, 'no start');
      },
      onStart: (stream, token) => take(socket, () => onBrowserStream(stream, token, socket)),
    });
  }

  /** Also while no new call is taken: those that run are heard here and nowhere else. */
  function onMonitor(socket: WebSocket): void {
    socket.on('error', () => undefined);
    waitingRoom.enter(socket);
    awaitStart(socket, {
      startTimeoutMs,
      onNotStarted: (reason) => {
        if (reason !== 'closed') socket.close(POLICY_VIOLATION, 'no start');
      },
      onStart: (token) => {
        waitingRoom.leave(socket);
        letListen(token, socket).catch((err: unknown) => {
          log.error({ err }, 'failed to let somebody listen to a call');
          socket.close(INTERNAL_ERROR);
        });
      },
    });
  }

  async function letListen(token: string, socket: WebSocket): Promise<void> {
    const claimed = await desk.claimMonitor(token);
    const running = claimed && calls.get(claimed.callId);
    if (!running) return refuse(socket, null);
    if (socket.readyState !== socket.OPEN) return undefined;
    const { line, session, reference } = running;
    const stream = new MonitorStream(socket, () => line.remove(stream));
    stream.ready(claimed.callId);
    if (!line.add(stream, session.unheard)) return socket.close(TRY_AGAIN_LATER, 'too many listeners');
    log.info({ callId: claimed.callId, tenantId: reference.tenantId, by: claimed.actor }, 'somebody listens to a call');
  }

  function take(socket: WebSocket, holdCall: () => Promise<void>): void {
    waitingRoom.leave(socket);
    const handled = holdCall()
      .catch((err: unknown) => {
        log.error({ err }, 'failed to take over a stream');
        socket.close(INTERNAL_ERROR);
      })
      .finally(() => streams.delete(handled));
    streams.add(handled);
  }

  async function onPhoneStream(stream: TwilioMediaStream, socket: WebSocket): Promise<void> {
    const { callSid, streamSid, customParameters } = stream.start;
    const { token } = customParameters;
    const call = token ? await claim({ token, callSid, streamSid }, stream) : null;
    if (call && 'refused' in call) await turnAway(stream);
    else if (call) await hold(call, stream);
    else refuse(socket, callSid);
  }

  /** Says that the call cannot be taken, where the database does not even say whose it is. */
  async function claim(input: ClaimInput, stream: CallerStream) {
    const sayMoment = (): void => {
      ownVoice?.(OWN_SENTENCES.moments[0]).then(
        (audio) => sayBeforeCall(stream, audio),
        (err: unknown) => log.warn({ err }, 'failed to ask a caller to hold'),
      );
    };
    try {
      return await claimPatiently({ claim: () => desk.claim(input), patienceMs, sayMoment, log });
    } catch (err) {
      await sayInsteadOfCall(stream, await options.apology());
      throw err;
    }
  }

  async function turnAway(stream: CallerStream): Promise<void> {
    if (ownVoice) await sayInsteadOfCall(stream, await ownVoice(OWN_SENTENCES.notAvailable));
    stream.close();
  }

  async function onBrowserStream(stream: BrowserStream, token: string, socket: WebSocket): Promise<void> {
    const call = await claim({ token, callSid: null, streamSid: null }, stream);
    if (!call) return refuse(socket, null);
    if ('refused' in call) return turnAway(stream);
    stream.ready(call.callId);
    await hold(call, stream, (event) => stream.show(event));
  }

  function refuse(socket: WebSocket, callSid: string | null): void {
    log.warn({ callSid }, 'rejected a stream without a valid token');
    socket.close(POLICY_VIOLATION, 'invalid token');
  }

  async function hold(call: ClaimedCall, stream: CallerStream, onLive?: (event: LiveEvent) => void): Promise<void> {
    const line = new MonitoredLine(stream);
    const running = { ...runCall(call, line, services, onLive), stream, line };
    calls.set(call.callId, running);
    if (outOfPatience) running.session.end('gateway_shutdown');
    await running.over;
    line.end();
    metrics.frames.malformed += stream.malformedMessages;
    calls.delete(call.callId);
  }

  await listen(http, options.port, options.host);

  return {
    get port() {
      return (http.address() as AddressInfo).port;
    },
    get activeCalls() {
      return calls.size;
    },
    endCall(callId) {
      const running = calls.get(callId);
      running?.session.end('ended_by_operator');
      return running !== undefined;
    },
    killVoice(callId) {
      const running = calls.get(callId);
      running?.session.killVoice();
      return running !== undefined;
    },
    accountChanged: () => heartbeat.endCalls(),
    announce(callId) {
      if (!draining) coming.announce(callId);
    },
    callWentElsewhere: (callId) => coming.drop(callId),
    carrierEnded(callId) {
      coming.drop(callId);
      if (calls.has(callId)) setTimeout(() => calls.get(callId)?.stream.close(), STREAM_END_GRACE_MS).unref();
    },
    async drain(patienceMs, crashed) {
      draining = true;
      heartbeat.beat();
      const crash = whenAborted(crashed);
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, patienceMs);
      await Promise.race([Promise.all(streams), patience.promise, crash]);
      clearTimeout(timer);
      outOfPatience = true;
      for (const { session } of calls.values()) session.end('gateway_shutdown');
      const goodbyesCut = crash.then(() => delay(HASTY_GOODBYE_MS, undefined, { ref: false }));
      await Promise.race([Promise.all(streams), goodbyesCut]);
      await unsaved.flush(crashed?.aborted ? HASTY_FLUSH_MS : FLUSH_MS);
    },
    async close() {
      draining = true;
      coming.close();
      stopMeasuring();
      for (const { clients } of [phones, browsers, monitors]) for (const socket of clients) socket.terminate();
      await Promise.all(streams);
      await heartbeat.stop();
      http.close();
      http.closeAllConnections();
    },
  };
}

/** Without a signal it never resolves. */
const whenAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });

/** How late the process comes to its work is what a frame waits here: measured on every tick instead of on every frame. */
function measureLateness(ticker: Ticker, metrics: VoiceMetrics): () => void {
  let due = performance.now() + TICK_MS;
  return ticker.subscribe(() => {
    const now = performance.now();
    metrics.addedLatency.observe(Math.max(0, now - due));
    due = now + TICK_MS;
  });
}
