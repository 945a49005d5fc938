import type { RealtimeUsage } from '../contracts/realtime-provider.ts';
import { addUsage } from './add-usage.ts';
import type { CallProgress, TurnTiming } from './call-result.ts';

/** Audio frames by fate, added to by every session of a process. */
export interface FrameCounts {
  fromCaller: number;
  toCaller: number;
  /** What a provider still sent of an answer that the caller had interrupted. */
  dropped: number;
}

/** What is counted and measured of one call, and of its process's frames. */
export class CallCounts {
  framesFromCaller = 0;
  #framesToCaller = 0;
  #interruptions = 0;
  #voiceWasReady = false;
  #firstAudioMs: number | null = null;
  #usage: RealtimeUsage | null = null;
  readonly #turns: TurnTiming[] = [];
  readonly #process: FrameCounts;

  constructor(process: FrameCounts) {
    this.#process = process;
  }

  fromCaller(): void {
    this.framesFromCaller++;
    this.#process.fromCaller++;
  }

  toCaller(): void {
    this.#framesToCaller++;
    this.#process.toCaller++;
  }

  dropped(): void {
    this.#process.dropped++;
  }

  voiceIsReady(): void {
    this.#voiceWasReady = true;
  }

  /** The agent was first heard so long after the start; later ones do not count. */
  heardAgent(afterMs: number): void {
    this.#firstAudioMs ??= afterMs;
  }

  /** The agent answers a turn of the caller. */
  answered(timing: TurnTiming): void {
    this.#turns.push(timing);
  }

  interrupted(): void {
    this.#interruptions++;
  }

  used(usage: RealtimeUsage): void {
    this.#usage = addUsage(this.#usage, usage);
  }

  report(): Omit<CallProgress, 'transcript' | 'toolCalls' | 'durationMs' | 'voices'> {
    return {
      turnLatenciesMs: this.#turns.map(({ firstByteMs }) => Math.round(firstByteMs)),
      turns: this.#turns.map(({ endedMs, detectedMs, firstByteMs, firstAudioMs }) => ({
        endedMs: Math.round(endedMs),
        detectedMs: Math.round(detectedMs),
        firstByteMs: Math.round(firstByteMs),
        firstAudioMs: Math.round(firstAudioMs),
      })),
      firstAudioMs: this.#firstAudioMs === null ? null : Math.round(this.#firstAudioMs),
      usage: this.#usage,
      interruptions: this.#interruptions,
      voiceWasReady: this.#voiceWasReady,
      framesFromCaller: this.framesFromCaller,
      framesToCaller: this.#framesToCaller,
    };
  }
}
