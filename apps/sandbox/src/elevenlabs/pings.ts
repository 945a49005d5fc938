import type { JsonObject } from '../realtime/json.ts';

const PING_EVERY_MS = 5000;
/** Without an answer for so long the client is taken for gone. */
const PATIENCE_MS = 30_000;
const MAX_UNANSWERED = 10;

export interface PingsOptions {
  send: (event: JsonObject & { type: string }) => void;
  nextId: () => number;
  /** The client does not answer any more. */
  onSilence: () => void;
}

/** Asks the client again and again whether it is there, and how far away. */
export class Pings {
  readonly #options: PingsOptions;
  readonly #sentAt = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #answeredAt = 0;
  #roundTripMs: number | null = null;

  constructor(options: PingsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#answeredAt = performance.now();
    this.#timer = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#ping();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  answered(eventId: number): void {
    const sentAt = this.#sentAt.get(eventId);
    if (sentAt === undefined) return;
    this.#sentAt.delete(eventId);
    this.#answeredAt = performance.now();
    this.#roundTripMs = Math.round(this.#answeredAt - sentAt);
  }

  #ping(): void {
    const now = performance.now();
    if (now - this.#answeredAt > PATIENCE_MS) return this.#options.onSilence();
    const event_id = this.#options.nextId();
    this.#sentAt.set(event_id, now);
    const [oldest] = this.#sentAt.keys();
    if (this.#sentAt.size > MAX_UNANSWERED && oldest !== undefined) this.#sentAt.delete(oldest);
    this.#options.send({ type: 'ping', ping_event: { event_id, ping_ms: this.#roundTripMs } });
  }
}
