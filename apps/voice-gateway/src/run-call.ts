import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@leadlock/observability/logger';
import { withSpan } from '@leadlock/observability/tracing';
import type { VoiceMetrics } from '@leadlock/observability/voice-metrics';
import type { MediaTransport, RealtimeProvider } from '@leadlock/voice/contracts';
import {
  CallSession,
  DEFAULT_CALL_POLICY,
  type CallResult,
  type LiveEvent,
  type Ticker,
} from '@leadlock/voice/session';
import type { CallDesk, ClaimedCall } from './call-desk.ts';
import { TurnSaver } from './turn-saver.ts';

export interface CallServices {
  desk: CallDesk;
  /** The voice of this call's agent. */
  providerFor: (call: ClaimedCall) => RealtimeProvider;
  /** μ-law that says in a human way that the call cannot go on. */
  apology: () => Promise<Uint8Array>;
  /** μ-law of any text, in the gateway's own voice; absent: what a provider cannot say is not said. */
  ownVoice?: (text: string) => Promise<Uint8Array>;
  metrics: VoiceMetrics;
  ticker: Ticker;
  log: Logger;
}

/** How often the end of a call is written before it is left to the sweep, and the first pause, in ms. */
const COMPLETE_ATTEMPTS = 5;
const COMPLETE_PAUSE_MS = 250;

/**
 * Starts the conversation of a claimed call. `over` resolves once its end is written, and never rejects.
 * @param onLive is told what goes on, where somebody watches
 */
export function runCall(
  call: ClaimedCall,
  transport: MediaTransport,
  services: CallServices,
  onLive?: (event: LiveEvent) => void,
): { session: CallSession; over: Promise<void> } {
  const { desk, metrics } = services;
  const log = services.log.child({ callId: call.callId, tenantId: call.tenantId, callSid: call.callSid });
  const turns = new TurnSaver((transcript) => desk.saveTurn(call, transcript), log);
  metrics.callStarted();
  log.info({ provider: call.providerName }, 'call started');
  const session = new CallSession({
    transport,
    provider: services.providerFor(call),
    config: call.session,
    policy: {
      ...DEFAULT_CALL_POLICY,
      speaksFirst: call.speaksFirst,
      greeting: call.greeting,
      notice: call.notice ?? null,
      maxDurationMs: call.maxDurationSeconds * 1000,
      maxSilenceMs: call.maxSilenceSeconds * 1000,
    },
    runTool: (toolCall) =>
      withSpan('call.tool', { 'call.id': call.callId, 'tool.name': toolCall.name }, () => desk.runTool(call, toolCall)),
    apology: services.apology,
    ownVoice: services.ownVoice,
    ticker: services.ticker,
    log,
    frames: metrics.frames,
    onTurn: (transcript) => turns.add(transcript),
    onLive,
  });
  if (call.record) {
    desk.startRecording(call).catch((err: unknown) => log.error({ err }, 'could not start the recording'));
  }
  const over = withSpan('call', { 'call.id': call.callId, 'tenant.id': call.tenantId }, async (span) => {
    const result = await session.finished;
    span?.setAttributes({ 'call.status': result.status, 'call.end_reason': result.endReason });
    record(metrics, call, result);
    const { status, endReason, detail, durationMs, framesFromCaller, framesToCaller } = result;
    log.info({ status, endReason, detail, durationMs, framesFromCaller, framesToCaller }, 'call ended');
    await turns.settled();
    await complete(desk, call, result, log);
  });
  return { session, over };
}

function record(metrics: VoiceMetrics, { providerName }: ClaimedCall, result: CallResult): void {
  metrics.callEnded(providerName, result.status, result.durationMs / 1000);
  for (const latency of result.turnLatenciesMs) metrics.turnLatency(providerName, latency);
  for (let count = 0; count < result.interruptions; count++) metrics.interruption(providerName);
  for (const { name, status, startedAt, endedAt } of result.toolCalls) {
    const seconds = ((endedAt ?? startedAt) - startedAt) / 1000;
    metrics.toolCall(name, status === 'done' ? 'completed' : 'failed', seconds);
  }
}

/** The end of a call is what gets billed, so a database that is away for a moment must not lose it. */
async function complete(desk: CallDesk, call: ClaimedCall, result: CallResult, log: Logger): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await desk.complete(call, result);
    } catch (err) {
      log.error({ err, attempt }, 'could not write the end of the call');
      if (attempt === COMPLETE_ATTEMPTS) return;
      await delay(COMPLETE_PAUSE_MS * 2 ** attempt);
    }
  }
}
