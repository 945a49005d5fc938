import { inBackground } from '@leadlock/observability/in-background';
import type { Logger } from '@leadlock/observability/logger';
import { withSpan } from '@leadlock/observability/tracing';
import type { VoiceMetrics } from '@leadlock/observability/voice-metrics';
import type { CallVoice } from '@leadlock/telephony/calls';
import type { MediaTransport, RealtimeProvider } from '@leadlock/voice/contracts';
import {
  CallSession,
  DEFAULT_CALL_POLICY,
  type CallResult,
  type LiveEvent,
  type Ticker,
  type Voice,
} from '@leadlock/voice/session';
import type { CallDesk, ClaimedCall } from './call-desk.ts';
import { TurnSaver } from './turn-saver.ts';
import type { CallReference } from './unsaved-calls/kept-call.ts';
import { CallVoices } from './voices/call-voices.ts';
import type { ComingCalls } from './voices/coming-calls.ts';
import type { Circuits } from './voices/circuits.ts';
import type { UnsavedCalls } from './unsaved-calls/unsaved-calls.ts';

export interface CallServices {
  desk: CallDesk;
  /** Opens a voice. */
  providerFor: (voice: CallVoice) => RealtimeProvider;
  circuits: Circuits;
  /** Whose voices are open before they are there. */
  coming: ComingCalls;
  /** μ-law that says in a human way that the call cannot go on. */
  apology: () => Promise<Uint8Array>;
  /** μ-law of any text, in the gateway's own voice; absent: what a provider cannot say is not said. */
  ownVoice?: (text: string) => Promise<Uint8Array>;
  /** The words in a short piece of μ-law, in English; absent: only providers hear. */
  ownEars?: (audio: Uint8Array) => Promise<string>;
  unsaved: UnsavedCalls;
  metrics: VoiceMetrics;
  ticker: Ticker;
  log: Logger;
}

export interface RunningCall {
  session: CallSession;
  reference: CallReference;
  /** Resolves once the end of the call is written, or kept until it can be. Never rejects. */
  over: Promise<void>;
}

/** How long a provider is waited for while another one could go on. */
const IMPATIENT = { maxRetryWaitMs: 1000, replyTimeoutMs: 4000 };

/**
 * Starts the conversation of a claimed call.
 * @param onLive is told what goes on, where somebody watches
 */
export function runCall(
  call: ClaimedCall,
  transport: MediaTransport,
  services: CallServices,
  onLive?: (event: LiveEvent) => void,
): RunningCall {
  const { desk, metrics, unsaved } = services;
  const log = services.log.child({ callId: call.callId, tenantId: call.tenantId, callSid: call.callSid });
  const { callId, tenantId, model } = call;
  const spares = new CallVoices({
    candidates: [call, ...call.fallbacks],
    providerFor: services.providerFor,
    circuits: services.circuits,
    metrics,
  });
  const first = voiceAhead(call, services, spares.first());
  const reference: CallReference = { callId, tenantId, model, recordingSid: null };
  const turns = new TurnSaver(
    (transcript) => desk.saveTurn(call, transcript),
    (err) => {
      log.warn({ err }, 'failed to save a turn');
      inBackground(unsaved.keepRunning(reference, session.progress()), log, 'storing an unsaved call');
    },
  );
  metrics.callStarted();
  log.info({ provider: first.provider.name }, 'call started');
  const session = new CallSession({
    transport,
    provider: first.provider,
    config: first.config,
    model: first.model,
    spares,
    policy: {
      ...DEFAULT_CALL_POLICY,
      // To wait for a provider is worth it where nobody else is there.
      ...(spares.hasNext && IMPATIENT),
      speaksFirst: call.speaksFirst,
      greeting: call.greeting,
      notice: call.notice ?? null,
      maxDurationMs: call.maxDurationSeconds * 1000,
      maxSilenceMs: call.maxSilenceSeconds * 1000,
      ...call.listening,
    },
    runTool: (toolCall, over) =>
      withSpan('call.tool', { 'call.id': call.callId, 'tool.name': toolCall.name }, () =>
        desk.runTool(call, toolCall, over),
      ),
    toolConduct: call.toolConduct,
    apology: services.apology,
    ownVoice: services.ownVoice,
    ownEars: services.ownEars,
    ticker: services.ticker,
    log,
    frames: metrics.frames,
    onTurn: (transcript) => turns.add(transcript),
    onLive,
  });
  if (call.record) {
    desk.startRecording(call).then(
      (sid) => (reference.recordingSid = sid),
      (err: unknown) => log.error({ err }, 'failed to start the recording'),
    );
  }
  const over = withSpan('call', { 'call.id': call.callId, 'tenant.id': call.tenantId }, async (span) => {
    const result = await session.finished;
    span?.setAttributes({ 'call.status': result.status, 'call.end_reason': result.endReason });
    record(metrics, call, result);
    const { status, endReason, detail, durationMs, framesFromCaller, framesToCaller } = result;
    log.info({ status, endReason, detail, durationMs, framesFromCaller, framesToCaller }, 'call ended');
    await turns.settled();
    await unsaved.end(reference, result);
  });
  return { session, reference, over };
}

/** The voice that was opened for the call before it came, where it is still the right one. */
function voiceAhead(call: ClaimedCall, { coming, metrics }: CallServices, own: Voice): Voice {
  const prewarmed = coming.take(call.callId);
  if (!prewarmed) return own;
  const fits = prewarmed.fits(own, call);
  metrics.prewarmed(fits ? 'used' : 'unused');
  if (fits) return prewarmed.adopt();
  prewarmed.discard();
  return own;
}

function record(metrics: VoiceMetrics, { providerName }: ClaimedCall, result: CallResult): void {
  metrics.callEnded(providerName, result.status, result.durationMs / 1000);
  if (result.firstAudioMs !== null) metrics.firstAudio(result.voices[0]?.provider ?? providerName, result.firstAudioMs);
  for (const { endedMs, detectedMs, firstByteMs, firstAudioMs } of result.turns) {
    // Who answers a turn held the call after it.
    const provider = result.voices.findLast(({ fromMs }) => fromMs <= endedMs + firstByteMs)?.provider ?? providerName;
    metrics.turnLatency(provider, firstByteMs);
    metrics.turnPart(provider, 'detection', detectedMs);
    metrics.turnPart(provider, 'answer', Math.max(0, firstByteMs - detectedMs));
    metrics.turnPart(provider, 'delivery', firstAudioMs - firstByteMs);
  }
  for (let count = 0; count < result.interruptions; count++) metrics.interruption(providerName);
  for (const { name, status, startedAt, endedAt } of result.toolCalls) {
    const seconds = ((endedAt ?? startedAt) - startedAt) / 1000;
    metrics.toolCall(name, status === 'done' ? 'completed' : 'failed', seconds);
  }
}
