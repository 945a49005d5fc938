import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@leadlock/observability/logger';
import type { SpeechEngine } from '@leadlock/voice/local';
import { Router } from 'express';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { adminHandler } from '../admin.ts';
import { Fault, garbageOf, SessionFault, SessionFaults } from '../realtime/faults.ts';
import { refuseUpgrade } from '../realtime/realtime-server.ts';
import { LIVE_MODELS, type ApiVersion } from './check-message.ts';
import { LiveSession } from './live-session.ts';
import type { Search } from '../search/search-index.ts';
import { Handles } from './memory.ts';

export const GEMINI_KEY = 'AIza-sandbox';
export const BAD_KEY = 'API key not valid. Please pass a valid API key.';
const SERVICE =
  /^\/gemini\/ws\/google\.ai\.generativelanguage\.(v1beta|v1alpha)\.GenerativeService\.BidiGenerateContent$/;

/** As Google has them. */
const DEFAULTS = { connectionMs: 600_000, goAwayMs: 30_000, handleMs: 2 * 3_600_000 };
const positive = z.number().int().min(1);
const Settings = z.strictObject({
  connectionMs: positive.optional(),
  goAwayMs: positive.optional(),
  handleMs: positive.optional(),
});
const AnyFault = z.union([Fault, SessionFault]);

export interface GeminiSandbox {
  /** Whether a connection to this path is for Gemini. */
  takes(path: string): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  rest: Router;
  admin: Router;
  reset(): void;
  close(): void;
}

/** Google's Gemini Live, and the list of models that proves a key. */
export function createGeminiSandbox({
  engine,
  log,
  search,
}: {
  engine: () => Promise<SpeechEngine>;
  log: Logger;
  search: Search;
}): GeminiSandbox {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Set<LiveSession>();
  const stalled = new Set<Duplex>();
  const handles = new Handles();
  let faults: Fault[] = [];
  let sessionFaults: SessionFault[] = [];
  let settings = DEFAULTS;
  let opened = 0;

  function accept(url: URL, request: IncomingMessage, socket: Duplex, head: Buffer, fault: Fault | undefined): void {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (url.searchParams.get('key') !== GEMINI_KEY) {
        webSocket.on('error', () => undefined);
        return webSocket.close(1008, BAD_KEY);
      }
      const version = (SERVICE.exec(url.pathname)?.[1] ?? 'v1beta') as ApiVersion;
      const ofSession = new SessionFaults(sessionFaults);
      sessionFaults = [];
      const session = new LiveSession(webSocket, { version, engine, faults: ofSession, handles, search, ...settings });
      opened++;
      sessions.add(session);
      const timer = fault && inject(session, fault);
      webSocket.once('close', () => {
        sessions.delete(session);
        clearTimeout(timer);
      });
    });
  }

  function inject(session: LiveSession, fault: Fault): NodeJS.Timeout {
    const afterMs = 'afterMs' in fault ? fault.afterMs : 0;
    if (fault.kind === 'silence' && afterMs === 0) session.mute = true;
    return setTimeout(() => {
      if (fault.kind === 'drop') session.drop();
      if (fault.kind === 'close') session.close(fault);
      if (fault.kind === 'silence') session.mute = true;
      if (fault.kind === 'garbage') for (const message of garbageOf(fault)) session.sendRaw(message);
      if (fault.kind === 'no-sound') session.soundless = true;
    }, afterMs);
  }

  const rest = Router();
  rest.get('/:version/models', (request, response) => {
    if ((request.get('x-goog-api-key') ?? request.query.key) === GEMINI_KEY) {
      response.json({ models: LIVE_MODELS.map(describeModel) });
      return;
    }
    const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }];
    response.status(400).json({ error: { code: 400, message: BAD_KEY, status: 'INVALID_ARGUMENT', details } });
  });

  const admin = Router();
  admin.get(
    '/sessions',
    adminHandler(() => ({ opened, open: [...sessions].map(({ setup }) => setup) })),
  );
  admin.post(
    '/faults',
    adminHandler(({ body }) => {
      const fault = AnyFault.parse(body);
      if ('count' in fault) sessionFaults.push(fault);
      else faults.push(fault);
      return { waiting: [...faults, ...sessionFaults] };
    }),
  );
  admin.put(
    '/settings',
    adminHandler(({ body }) => {
      settings = { ...DEFAULTS, ...Settings.parse(body) };
      return settings;
    }),
  );

  return {
    takes: (path) => SERVICE.test(path),
    rest,
    admin,
    upgrade(request, socket, head) {
      const fault = faults.shift();
      if (fault?.kind === 'refuse') {
        return refuseUpgrade(socket, {
          code: 'sandbox_fault',
          ...fault,
          message: fault.message ?? 'Refused as asked for.',
        });
      }
      socket.on('error', (error) => log.debug({ err: error }, 'a connection to Gemini broke'));
      if (fault?.kind === 'stall') {
        stalled.add(socket);
        socket.once('close', () => stalled.delete(socket));
        return;
      }
      accept(new URL(request.url ?? '', 'http://sandbox'), request, socket, head, fault);
    },
    reset() {
      faults = [];
      sessionFaults = [];
      settings = DEFAULTS;
      handles.clear();
      for (const socket of stalled) socket.destroy();
      for (const session of sessions) session.drop();
    },
    close() {
      for (const session of sessions) session.close({ code: 1001, reason: '' });
      for (const socket of stalled) socket.destroy();
      sockets.close();
    },
  };
}

const describeModel = (model: string) => ({
  name: `models/${model}`,
  inputTokenLimit: 131_072,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ['bidiGenerateContent'],
});
