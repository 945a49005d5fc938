import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@leadlock/observability/logger';
import type { SpeechEngine } from '@leadlock/voice/local';
import { Router } from 'express';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { adminHandler } from '../admin.ts';
import type { RealtimeServerDialect, UpgradeRefusal } from './dialect.ts';
import { Fault, GARBAGE } from './faults.ts';
import { RealtimeSession } from './realtime-session.ts';

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
}

/** Both vendors end a session after an hour. */
const DEFAULT_MAX_SESSION_MS = 3_600_000;

const Settings = z.strictObject({ maxSessionMs: z.number().int().min(1).optional() });

/** One vendor's realtime voice service. */
export function createRealtimeServer({ dialect, engine, log }: RealtimeServerOptions): RealtimeServer {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Set<RealtimeSession>();
  let faults: Fault[] = [];
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
      const session = new RealtimeSession(webSocket, { dialect, model, engine, maxSessionMs });
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
        if (fault.kind === 'silence') session.mute = true;
        if (fault.kind === 'garbage') for (const message of GARBAGE) session.sendRaw(message);
      },
      fault.kind === 'refuse' ? 0 : fault.afterMs,
    );
  }

  const admin = Router();
  admin.get(
    '/sessions',
    adminHandler(() => ({ opened, open: [...sessions].map((session) => session.wire) })),
  );
  /** Goes wrong with the next connection that has no fault yet. */
  admin.post(
    '/faults',
    adminHandler(({ body }) => {
      faults.push(Fault.parse(body));
      return { waiting: faults };
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
          ? { status: fault.status, code: 'sandbox_fault', message: 'Refused as asked for.' }
          : check(url, request);
      if (refusal) return refuseUpgrade(socket, refusal);
      socket.on('error', (error) => log.debug({ err: error }, 'a realtime connection broke'));
      accept(url, request, socket, head, fault);
    },
    reset() {
      faults = [];
      maxSessionMs = DEFAULT_MAX_SESSION_MS;
      for (const session of sessions) session.drop();
    },
    close() {
      for (const session of sessions) session.close(1001);
      sockets.close();
    },
  };
}

function refuseUpgrade(socket: Duplex, { status, code, message }: UpgradeRefusal): void {
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', code, param: null } });
  socket.on('error', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
