import type { RealtimeUsage } from '../../contracts/realtime-provider.ts';
import { addUsage } from '../add-usage.ts';
import type { Voice } from './voice.ts';

/** A part of a call that one provider held. Times in ms since the call began. */
export interface VoicePart {
  provider: string;
  /** The provider's name of the model, which decides the price; absent: not known. */
  model?: string;
  fromMs: number;
  untilMs: number;
  /** It took the caller's audio, so that it costs something. */
  wasReady: boolean;
  /** It has begun to answer. */
  spoke: boolean;
  /** The sum over its answers; null when the provider reports none. */
  usage: RealtimeUsage | null;
  /** Why it was given up, as a short code; absent: it was not. */
  lost?: string;
}

interface OpenPart extends Omit<VoicePart, 'fromMs' | 'untilMs'> {
  from: number;
  until: number | null;
}

/** Who held the call, one after the other. Sessions of one model that follow each other are one part. */
export class VoiceParts {
  readonly #parts: OpenPart[] = [];
  readonly #startedAt: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** The call is this voice's from now on. */
  begin({ provider: { name: provider }, model }: Voice, at: number, wasReady: boolean): void {
    const last = this.#parts.at(-1);
    const isSame = last && last.lost === undefined && last.provider === provider && last.model === model;
    if (isSame) {
      last.wasReady ||= wasReady;
      return;
    }
    if (last) last.until ??= at;
    this.#parts.push({
      provider,
      ...(model !== undefined && { model }),
      from: at,
      until: null,
      wasReady,
      spoke: false,
      usage: null,
    });
  }

  ready(): void {
    const last = this.#parts.at(-1);
    if (last) last.wasReady = true;
  }

  spoke(): void {
    const last = this.#parts.at(-1);
    if (last) last.spoke = true;
  }

  used(usage: RealtimeUsage): void {
    const last = this.#parts.at(-1);
    if (last) last.usage = addUsage(last.usage, usage);
  }

  lost(reason: string, at: number): void {
    const last = this.#parts.at(-1);
    if (!last) return;
    last.until ??= at;
    last.lost ??= reason;
  }

  report(now: number): VoicePart[] {
    const since = (at: number): number => Math.round(at - this.#startedAt);
    return this.#parts.map(({ from, until, ...part }) => ({
      ...part,
      fromMs: since(from),
      untilMs: since(until ?? now),
    }));
  }
}
