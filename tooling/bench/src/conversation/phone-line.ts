import { MediaStreamsClient } from '@leadlock/voice/testing';
import type { Caller } from '../gateway/deployment.ts';

/** A phone network sends and plays a frame so often. */
export const FRAME_MS = 20;
const FRAME_BYTES = 160;
const SILENCE = Buffer.alloc(FRAME_BYTES, 0xff).toString('base64');
/** Twilio's timers are no better. */
const TICK_MS = 5;

/** Anything but the two silences that μ-law has. */
const isSound = (sample: number): boolean => sample !== 0xff && sample !== 0x7f;

/** A caller's phone: sends and plays in real time, and remembers of each frame whether anything was heard. */
export class PhoneLine {
  readonly played: boolean[] = [];
  /** The frames at which the gateway dropped what was still to be played. */
  readonly cleared: number[] = [];
  readonly #client: MediaStreamsClient;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #words: string[] = [];

  private constructor(client: MediaStreamsClient) {
    this.#client = client;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  static async dial(gatewayUrl: string, { callSid, token }: Caller): Promise<PhoneLine> {
    const streamSid = `MZ${callSid.slice(2)}`;
    const options = { callSid, streamSid, customParameters: { token }, playback: 'manual' } as const;
    return new PhoneLine(await MediaStreamsClient.connect(`${gatewayUrl}/media`, options));
  }

  /** How many frames the line has carried. */
  get now(): number {
    return this.played.length;
  }

  /** Says something from now on; resolves to the frames at which it begins and is over. */
  say(mulaw: Uint8Array): { from: number; until: number } {
    const from = this.now + this.#words.length;
    for (let at = 0; at < mulaw.length; at += FRAME_BYTES) {
      const frame = Buffer.alloc(FRAME_BYTES, 0xff);
      frame.set(mulaw.subarray(at, at + FRAME_BYTES));
      this.#words.push(frame.toString('base64'));
    }
    return { from, until: from + Math.ceil(mulaw.length / FRAME_BYTES) };
  }

  press(keys: string): void {
    for (const key of keys) this.#client.sendDtmf(key);
  }

  /** The first frame from `from` on at which `isSo` holds; null when there was none by `before`. */
  async find(isSo: (frame: number) => boolean, from: number, before: number): Promise<number | null> {
    for (let frame = from; frame < before; frame += 1) {
      while (frame >= this.now) await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
      if (isSo(frame)) return frame;
    }
    return null;
  }

  hangUp(): void {
    clearInterval(this.#timer);
    this.#client.hangUp();
  }

  #tick(): void {
    const due = Math.floor((performance.now() - this.#began) / FRAME_MS);
    while (this.now < due) {
      this.#client.sendPayload(this.#words.shift() ?? SILENCE);
      while (this.cleared.length < this.#client.clears) this.cleared.push(this.now);
      const before = this.#client.heard.length;
      this.#client.play(FRAME_MS);
      this.played.push(this.#client.heard.subarray(before).some(isSound));
    }
  }
}
