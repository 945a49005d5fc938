import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@leadlock/observability/logger';
import type { SpeechEngine } from '@leadlock/voice/local';
import { Router } from 'express';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { adminHandler } from '../admin.ts';
import { Fault, garbageOf, SessionFault, SessionFaults } from '../realtime/faults.ts';
import { refuseUpgrade, type RealtimeServer } from '../realtime/realtime-server.ts';
import { ConversationSession } from './conversation-session.ts';
import { ElevenLabsRefusal } from './refusal.ts';
import { createRest } from './rest.ts';
import { ElevenLabsStore } from './store.ts';

const DEFAULT_MAX_CONVERSATIONS = 1000;

const AnyFault = z.union([Fault, SessionFault]);
const isSessionFault = (fault: Fault | SessionFault): fault is SessionFault => 'count' in fault;
const Settings = z.strictObject({
  maxSessionMs: z.number().int().min(1).nullable().default(null),
  maxConversations: z.number().int().min(0).default(DEFAULT_MAX_CONVERSATIONS),
  signedUrlMs: z.number().int().min(0).optional(),
});

export interface ElevenLabsOptions {
  engine: () => Promise<SpeechEngine>;
  /** Where the service is reached, without a slash at the end. */
  baseUrl: () => string;
  log: Logger;
}

/** ElevenLabs Agents: the REST API and the conversations. */
export function createElevenLabsSandbox({
  engine,
  baseUrl,
  log,
}: ElevenLabsOptions): RealtimeServer & { rest: Router } {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const store = new ElevenLabsStore();
  const open = new Set<ConversationSession>();
  const stalled = new Set<Duplex>();
  let settings = Settings.parse({});
  let faults: Fault[] = [];
  let sessionFaults: SessionFault[] = [];
  let opened = 0;
  /** What was asked of the REST API, and how often: what is not sent twice can be told from it. */
  const requests: string[] = [];

  /** A refusal as it is met first: where the address is asked for. */
  function refuseIfAsked(path: string): void {
    if (!path.endsWith('get-signed-url') || faults[0]?.kind !== 'refuse') return;
    const { status, message } = faults.shift() as Extract<Fault, { kind: 'refuse' }>;
    throw new ElevenLabsRefusal(status, { status: 'sandbox_fault', message: message ?? 'Refused as asked for.' });
  }

  function accept(agentId: string, request: IncomingMessage, socket: Duplex, head: Buffer, fault?: Fault): void {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const ofSession = new SessionFaults(sessionFaults);
      sessionFaults = [];
      const { maxSessionMs } = settings;
      const agent = store.agent(agentId);
      const session = new ConversationSession(webSocket, { store, agent, engine, faults: ofSession, maxSessionMs });
      opened++;
      open.add(session);
      const timer = fault && inject(session, fault);
      webSocket.once('close', () => {
        open.delete(session);
        clearTimeout(timer);
      });
    });
  }

  function inject(session: ConversationSession, fault: Fault): NodeJS.Timeout {
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

  /** Why a connection is refused, or null. */
  function problemWith(
    agentId: string,
    signature: string | null,
  ): { status: number; code: string; message: string } | null {
    const stored = store.agents.get(agentId);
    if (!stored) return { status: 404, code: 'agent_not_found', message: `There is no agent ${agentId}.` };
    const isPrivate = stored.agent.platform_settings.auth.enable_auth;
    if (signature === null && isPrivate) {
      return { status: 401, code: 'authorization_required', message: 'The agent needs a signed address.' };
    }
    const problem = signature === null ? null : store.redeem(signature, agentId);
    if (problem !== null) return { status: 403, code: 'invalid_signature', message: problem };
    if (open.size < settings.maxConversations) return null;
    const message = 'The account has as many conversations at once as its plan allows.';
    return { status: 429, code: 'too_many_concurrent_requests', message };
  }

  const admin = Router();
  admin.get(
    '/sessions',
    adminHandler(() => ({ opened, open: [...open].map(({ wire }) => wire) })),
  );
  admin.get(
    '/requests',
    adminHandler(() => ({ requests })),
  );
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
      settings = Settings.parse(body);
      if (settings.signedUrlMs !== undefined) store.signedUrlMs = settings.signedUrlMs;
      return settings;
    }),
  );

  const rest = Router();
  rest.use((request, _response, next) => {
    requests.push(`${request.method} ${request.path}`);
    if (requests.length > 1000) requests.shift();
    next();
  });
  rest.use(
    createRest({
      store,
      conversationUrl: () => `${baseUrl().replace(/^http/, 'ws')}/v1/convai/conversation`,
      beforeRequest: refuseIfAsked,
    }),
  );

  return {
    admin,
    rest,
    upgrade(request, socket, head) {
      const { searchParams } = new URL(request.url ?? '', 'http://sandbox');
      const agentId = searchParams.get('agent_id') ?? '';
      const problem = problemWith(agentId, searchParams.get('conversation_signature'));
      if (problem) return refuseUpgrade(socket, problem);
      const fault = faults[0]?.kind === 'refuse' ? undefined : faults.shift();
      socket.on('error', (error) => log.debug({ err: error }, 'a conversation broke'));
      if (fault?.kind === 'stall') {
        stalled.add(socket);
        socket.once('close', () => stalled.delete(socket));
        return;
      }
      accept(agentId, request, socket, head, fault);
    },
    reset() {
      faults = [];
      sessionFaults = [];
      settings = Settings.parse({});
      requests.length = 0;
      store.reset();
      for (const socket of stalled) socket.destroy();
      for (const session of open) session.drop();
    },
    close() {
      for (const session of open) session.close(1001);
      for (const socket of stalled) socket.destroy();
      sockets.close();
    },
  };
}
