import { Counter, Gauge, Histogram, Summary, type Registry } from 'prom-client';
import { LatencyBuckets } from './latency-buckets.ts';

/** Audio frames since the process started. Plain numbers: the relay adds to them, and only a scrape turns them into metrics. */
export interface FrameCounts {
  /** From the phone to the model. */
  fromCaller: number;
  /** From the model to the phone. */
  toCaller: number;
  /** Thrown away because the receiver did not keep up, or because an interruption cleared them. */
  dropped: number;
  malformed: number;
}

/** What the voice gateway measures. The audio path touches nothing here but numbers. */
export interface VoiceMetrics {
  readonly frames: FrameCounts;
  /** Time that the gateway itself added to a frame, in milliseconds. Cheap enough for every frame. */
  readonly addedLatency: LatencyBuckets;
  callStarted(): void;
  /** `outcome` is the call's final status; `seconds` its length. Call once for every `callStarted`. */
  callEnded(provider: string, outcome: string, seconds: number): void;
  /** From the end of the caller's speech to the first audio of the answer. */
  turnLatency(provider: string, milliseconds: number): void;
  /** The parts of that: until the end was noticed, until the answer began to come, until it was heard. */
  turnPart(provider: string, part: 'detection' | 'answer' | 'delivery', milliseconds: number): void;
  /** The caller spoke over the agent. */
  interruption(provider: string): void;
  toolCall(tool: string, outcome: 'completed' | 'failed', seconds: number): void;
  /** A call went from one provider to another, or to none; `cause` is one of few. */
  failover(from: string, to: string, cause: string): void;
  /** Whether new calls are given to a provider's model: not while its circuit is open. */
  circuit(provider: string, model: string, state: 'closed' | 'half_open' | 'open'): void;
  /** A voice was opened before its call was there, which took it or not. */
  prewarmed(fate: 'used' | 'unused'): void;
  /** From the start of the stream to the first audio of the agent. */
  firstAudio(provider: string, milliseconds: number): void;
  /** Calls that are running now. */
  activeCalls(): number;
}

const OPENNESS = { closed: 0, half_open: 0.5, open: 1 } as const;

export function createVoiceMetrics(registry: Registry): VoiceMetrics {
  const registers = [registry];
  const frames: FrameCounts = { fromCaller: 0, toCaller: 0, dropped: 0, malformed: 0 };
  const addedLatency = new LatencyBuckets({
    name: 'voice_frame_added_latency_milliseconds',
    help: 'Latency the gateway adds to an audio frame',
    upperBounds: [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 250],
  });
  registry.registerMetric(addedLatency.metric);

  registry.registerMetric(
    new Counter({
      name: 'voice_frames_total',
      help: 'Audio frames by outcome',
      labelNames: ['fate'],
      registers: [],
      collect() {
        this.reset();
        this.inc({ fate: 'from_caller' }, frames.fromCaller);
        this.inc({ fate: 'to_caller' }, frames.toCaller);
        this.inc({ fate: 'dropped' }, frames.dropped);
        this.inc({ fate: 'malformed' }, frames.malformed);
      },
    }),
  );

  let active = 0;
  registry.registerMetric(
    new Gauge({
      name: 'voice_active_calls',
      help: 'Active calls on this gateway',
      registers: [],
      collect() {
        this.set(active);
      },
    }),
  );
  const calls = new Counter({
    name: 'voice_calls_total',
    help: 'Finished calls by provider and final status',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const callSeconds = new Histogram({
    name: 'voice_call_duration_seconds',
    help: 'Duration of finished calls',
    labelNames: ['provider'],
    buckets: [5, 15, 30, 60, 120, 300, 600, 1_800, 3_600],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'voice_turn_latency_seconds',
    help: "From the end of the caller's speech to the first audio of the response",
    labelNames: ['provider'],
    buckets: [0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3, 5],
    registers,
  });
  const turnParts = new Summary({
    name: 'voice_turn_part_seconds',
    help: 'Components of the response time over the last ten minutes: detection, answer, delivery',
    labelNames: ['provider', 'part'],
    percentiles: [0.5, 0.95],
    maxAgeSeconds: 600,
    ageBuckets: 5,
    registers,
  });
  const interruptions = new Counter({
    name: 'voice_interruptions_total',
    help: 'Times a caller spoke over the agent',
    labelNames: ['provider'],
    registers,
  });
  const toolSeconds = new Histogram({
    name: 'voice_tool_call_duration_seconds',
    help: 'Tool call duration',
    labelNames: ['tool', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  });

  const failovers = new Counter({
    name: 'voice_failovers_total',
    help: 'Calls that lost their provider, by the provider that took over and the reason',
    labelNames: ['from', 'to', 'cause'],
    registers,
  });
  const circuits = new Gauge({
    name: 'voice_circuit_open',
    help: 'Circuit breaker state of a provider: 0 closed, 0.5 half-open, 1 open',
    labelNames: ['provider', 'model'],
    registers,
  });

  const prewarmed = new Counter({
    name: 'voice_prewarmed_sessions_total',
    help: 'Provider sessions opened before their call arrived, by whether the call used them',
    labelNames: ['fate'],
    registers,
  });
  const firstAudioSeconds = new Histogram({
    name: 'voice_first_audio_seconds',
    help: "From the start of the stream to the agent's first audio",
    labelNames: ['provider'],
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5],
    registers,
  });

  return {
    frames,
    addedLatency,
    callStarted() {
      active += 1;
    },
    callEnded(provider, outcome, seconds) {
      active -= 1;
      calls.inc({ provider, outcome });
      callSeconds.observe({ provider }, seconds);
    },
    turnLatency: (provider, milliseconds) => turnSeconds.observe({ provider }, milliseconds / 1_000),
    turnPart: (provider, part, milliseconds) => turnParts.observe({ provider, part }, milliseconds / 1_000),
    interruption: (provider) => interruptions.inc({ provider }),
    toolCall: (tool, outcome, seconds) => toolSeconds.observe({ tool, outcome }, seconds),
    failover: (from, to, cause) => failovers.inc({ from, to, cause }),
    circuit: (provider, model, state) => circuits.set({ provider, model }, OPENNESS[state]),
    prewarmed: (fate) => prewarmed.inc({ fate }),
    firstAudio: (provider, milliseconds) => firstAudioSeconds.observe({ provider }, milliseconds / 1_000),
    activeCalls: () => active,
  };
}
