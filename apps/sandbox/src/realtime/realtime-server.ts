import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@leadlock/observability/logger';
import type { SpeechEngine } from '@leadlock/voice/local';
import { Router } from 'express';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { adminHandler } from '../admin.ts';
import type { RealtimeServerDialect, UpgradeRefusal } from './dialect.ts';
import { Fault, garbageOf, SessionFault, SessionFaults } from './faults.ts';
import { RealtimeSession } from './realtime-session.ts';
import type { Search } from '../search/search-index.ts';

export interface RealtimeServer {
  /** Takes over a connection to the vendor's realtime address. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  admin: Router;
  reset(): void;
  close(): void;
}

export interface RealtimeServerOptions {
  dialect: RealtimeServerDialect;
  engine: () => Promise<SpeechEngine>;
  log: Logger;
  search: Search;
}

/** Both vendors end a session after an hour. */
const DEFAULT_MAX_SESSION_MS = 3_600_000;

const AnyFault = z.union([Fault, SessionFault]);
const isSessionFault = (fault: Fault | SessionFault): fault is SessionFault => 'count' in fault;

const Settings = z.strictObject({ maxSessionMs: z.number().int().min(1).optional() });

/** One vendor's realtime voice service. */
export function createRealtimeServer({ dialect, engine, log, search }: RealtimeServerOptions): RealtimeServer {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Set<RealtimeSession>();
  let faults: Fault[] = [];
  let sessionFaults: SessionFault[] = [];
  const stalled = new Set<Duplex>();
  let maxSessionMs = DEFAULT_MAX_SESSION_MS;
  let opened = 0;

  function check(url: URL, request: IncomingMessage): UpgradeRefusal | null {
    if (request.headers.authorization !== `Bearer ${dialect.apiKey}`) {
      return { status: 401, code: 'invalid_api_key', message: 'Incorrect API key provided.' };
    }
    return dialect.checkUpgrade(url, request.headers);
  }

  function accept(url: URL, request: IncomingMessage, socket: Duplex, head: Buffer, fault: Fault | undefined): void {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const model = dialect.modelOf(url);
      const ofSession = new SessionFaults(sessionFaults);
      sessionFaults = [];
      const session = new RealtimeSession(webSocket, {
        dialect,
        model,
        engine,
        maxSessionMs,
        faults: ofSession,
        search,
      });
      opened++;
      sessions.add(session);
      const timers = fault ? [inject(session, fault)] : [];
      webSocket.once('close', () => {
        sessions.delete(session);
        for (const timer of timers) clearTimeout(timer);
      });
      if (!dialect.knowsModel(model)) {
        session.refuse({ code: 'model_not_found', message: `The model '${model}' does not exist.`, param: 'model' });
        session.close(4000);
        return;
      }
      session.open();
    });
  }

  function inject(session: RealtimeSession, fault: Fault): NodeJS.Timeout {
    if (fault.kind === 'silence' && fault.afterMs === 0) session.mute = true;
    return setTimeout(
      () => {
        if (fault.kind === 'drop') session.drop();
        if (fault.kind === 'close') session.close(fault.code, fault.reason);
        if (fault.kind === 'silence') session.mute = true;
        if (fault.kind === 'garbage') for (const message of garbageOf(fault)) session.sendRaw(message);
        if (fault.kind === 'no-sound') session.soundless = true;
      },
      'afterMs' in fault ? fault.afterMs : 0,
    );
  }

  function stall(socket: Duplex): void {
    stalled.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => stalled.delete(socket));
  }

  const admin = Router();
  admin.get(
    '/sessions',
    adminHandler(() => ({ opened, open: [...sessions].map((session) => session.wire) })),
  );
  /** Goes wrong with the next connection that has no fault yet; faults of answers and turns add up in it. */
  admin.post(
    '/faults',
    adminHandler(({ body }) => {
      const fault = AnyFault.parse(body);
      if (isSessionFault(fault)) sessionFaults.push(fault);
      else faults.push(fault);
      return { waiting: [...faults, ...sessionFaults] };
    }),
  );
  admin.put(
    '/settings',
    adminHandler(({ body }) => {
      maxSessionMs = Settings.parse(body).maxSessionMs ?? DEFAULT_MAX_SESSION_MS;
      return { maxSessionMs };
    }),
  );

  return {
    admin,
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '', 'http://sandbox');
      const fault = faults.shift();
      const refusal =
        fault?.kind === 'refuse'
          ? { code: 'sandbox_fault', ...fault, message: fault.message ?? 'Refused as asked for.' }
          : check(url, request);
      if (refusal) return refuseUpgrade(socket, refusal);
      if (fault?.kind === 'stall') return stall(socket);
      socket.on('error', (error) => log.debug({ err: error }, 'a realtime connection broke'));
      accept(url, request, socket, head, fault);
    },
    reset() {
      faults = [];
      sessionFaults = [];
      for (const socket of stalled) socket.destroy();
      maxSessionMs = DEFAULT_MAX_SESSION_MS;
      for (const session of sessions) session.drop();
    },
    close() {
      for (const session of sessions) session.close(1001);
      for (const socket of stalled) socket.destroy();
      sockets.close();
    },
  };
}

/** Answers a connection with a refusal instead of a WebSocket. */
export function refuseUpgrade(socket: Duplex, { status, code, message, retryAfterSeconds }: UpgradeRefusal): void {
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', code, param: null } });
  socket.on('error', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
      '',
      body,
    ].join('\r\n'),
  );
}
