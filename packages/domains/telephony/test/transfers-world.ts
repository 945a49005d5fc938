import type { Database } from '@leadlock/db/client';
import { LlmError, type LlmProvider, type PlacedCall } from '@leadlock/providers/contracts';
import { runCallTool } from '../src/call-tools/run-call-tool.ts';
import { saveTranscript } from '../src/calls/save-transcript.ts';
import { startCall } from './gateway-calls.ts';
import { serveTwilioWebhooks } from './twilio-webhooks-server.ts';
import { newCallSid, type WorldOptions } from './world.ts';

export const DANA = '+12125550199';
export const LEE = '+12125550188';
const TARGETS = [
  { name: 'Dana', number: DANA, reason: 'Billing questions' },
  { name: 'Lee', number: `${LEE};ext=45`, reason: 'Anything urgent', warm: true },
];

/** A model that says a sentence; null: there is none. */
const modelSaying = (text: string | null): Partial<LlmProvider> => ({
  generate: () =>
    text === null
      ? Promise.reject(new LlmError('key_missing', 'There is no key', 'Set one.'))
      : (Promise.resolve({ text }) as ReturnType<LlmProvider['generate']>),
});

export interface TransferWorldOptions {
  agentSettings?: Record<string, unknown>;
  /** What the language model makes of a call; null: there is no model. */
  summary?: string | null;
  world?: WorldOptions;
}

/** A call that a gateway holds, whose agent may pass it on, and what the carrier is asked to do. */
export async function startTransferWorld(database: Database, options: TransferWorldOptions = {}) {
  const { summary = 'Anna was charged twice in May. She wants the money back.' } = options;
  const server = await serveTwilioWebhooks(database, {
    ...options.world,
    agentSettings: { tools_enabled: ['transfer_call'], transfer_targets: TARGETS, ...options.agentSettings },
  });
  const { world, post } = server;
  world.system.providers.llm.generate = modelSaying(summary).generate as LlmProvider['generate'];
  const { call, gatewayId } = await startCall(world);
  const asked: string[] = [];
  const placed: PlacedCall[] = [];
  const redirects: string[] = [];
  const ended: string[] = [];
  const calleeSid = newCallSid();
  Object.assign(world.carrier, {
    redirectCall: (_: unknown, sid: string, twiml: string) => {
      asked.push(`redirect ${sid}`);
      redirects.push(twiml);
      return Promise.resolve(true);
    },
    stopRecording: (_: unknown, sid: string) => {
      asked.push(`stop recording ${sid}`);
      return Promise.resolve();
    },
    placeCall: (_: unknown, placedCall: PlacedCall) => {
      placed.push(placedCall);
      return Promise.resolve({ sid: calleeSid });
    },
    endCall: (_: unknown, sid: string) => {
      ended.push(sid);
      return Promise.resolve();
    },
  });
  await saveTranscript(world.ctx, call.callId, [
    { role: 'user', content: 'I am Anna, and I was charged twice in May.', started_at: '', ended_at: '' },
    { role: 'assistant', content: 'I will connect you with billing.', started_at: '', ended_at: '' },
  ] as never);

  const over = new AbortController();
  let uses = 0;
  const transfer = async (args: Record<string, unknown>) => {
    const toolCall = { id: `t${++uses}`, name: 'transfer_call', arguments: JSON.stringify(args) };
    const outcome = await runCallTool(world.ctx, call.callId, toolCall, { over: over.signal });
    return { ...outcome, result: JSON.parse(outcome.output) as Record<string, unknown> };
  };
  const rows = () =>
    database.system.selectFrom('call_transfers').selectAll().where('call_id', '=', call.callId).orderBy('id').execute();
  const lastRow = async () => (await rows()).at(-1) ?? null;
  /** Twilio, about the leg of whoever is called. */
  const callee = async (step: string, fields: Record<string, string> = {}) => {
    const { id } = (await lastRow()) ?? { id: '' };
    const [name, query = ''] = step.split('?');
    return post(`transfers/${id}/${name}`, { CallSid: calleeSid, ...fields }, { query: query && `?${query}` });
  };
  return {
    ...server,
    call,
    gatewayId,
    asked,
    placed,
    redirects,
    ended,
    calleeSid,
    over,
    transfer,
    rows,
    lastRow,
    callee,
  };
}
