import type { EncodedAudio } from '../contracts/audio.ts';
import type { MediaTransport, MediaTransportListener } from '../contracts/media-transport.ts';
import { decodeAudio, decodedLength } from '../wire/base64-audio.ts';

/** Whose sound a message has, as its first byte says. */
const CALLER = 0;
const AGENT = 1;
/** Of one call at the same time. */
const MOST_MONITORS = 10;
/** So much of what the agent is saying is told to somebody who comes in the middle of it: a minute. */
const MOST_UNHEARD_BYTES = 480_000;

/** Somebody who hears a call and has no part in it. */
export interface Monitor {
  /** A piece of sound: a byte that says whose it is, then μ-law. All monitors get the same bytes. */
  onSound(message: Buffer): void;
  /** What the agent said is dropped where the caller has not heard it yet. */
  onClear(): void;
  /** The call has left the line; told once. */
  onEnded(): void;
}

/**
 * The caller's side of a call, where others can hear both sides. A frame costs nothing but a look whether anybody does, and
 * whatever becomes of who does, the call does not notice.
 */
export class MonitoredLine implements MediaTransport {
  readonly #line: MediaTransport;
  /** Null: nobody listens. */
  #monitors: Set<Monitor> | null = null;
  #isOver = false;

  constructor(line: MediaTransport) {
    this.#line = line;
  }

  get isContinuous(): boolean {
    return this.#line.isContinuous;
  }

  /**
   * Lets somebody hear the call from now on.
   * @param unheard what the agent has said and the caller has yet to hear
   * @returns false where the call is over or has enough monitors
   */
  add(monitor: Monitor, unheard: readonly EncodedAudio[]): boolean {
    if (this.#isOver || (this.#monitors?.size ?? 0) >= MOST_MONITORS) return false;
    let left = MOST_UNHEARD_BYTES;
    for (const audio of unheard) {
      left -= decodedLength(audio);
      if (left < 0) break;
      monitor.onSound(messageOf(AGENT, audio));
    }
    this.#monitors ??= new Set();
    this.#monitors.add(monitor);
    return true;
  }

  /** Lets somebody hear no more. Safe to call twice. */
  remove(monitor: Monitor): void {
    this.#monitors?.delete(monitor);
    if (this.#monitors?.size === 0) this.#monitors = null;
  }

  /** Nothing is to be heard any more. Safe to call twice. */
  end(): void {
    this.#isOver = true;
    this.#tell((monitor) => monitor.onEnded());
    this.#monitors = null;
  }

  listen(listener: MediaTransportListener): void {
    this.#line.listen({
      onAudio: (audio) => {
        if (this.#monitors !== null) this.#hear(CALLER, audio);
        listener.onAudio(audio);
      },
      onMark: (name) => listener.onMark(name),
      onDtmf: (digit) => listener.onDtmf(digit),
      onText: (text) => listener.onText(text),
      onTyping: () => listener.onTyping(),
      onClosed: (reason) => {
        listener.onClosed(reason);
        this.end();
      },
    });
  }

  sendAudio(audio: EncodedAudio, mark?: string): void {
    this.#line.sendAudio(audio, mark);
    if (this.#monitors !== null) this.#hear(AGENT, audio);
  }

  sendMark(name: string): void {
    this.#line.sendMark(name);
  }

  clear(): void {
    this.#line.clear();
    this.#tell((monitor) => monitor.onClear());
  }

  close(): void {
    this.#line.close();
    this.end();
  }

  #hear(side: typeof CALLER | typeof AGENT, audio: EncodedAudio): void {
    const message = messageOf(side, audio);
    this.#tell((monitor) => monitor.onSound(message));
  }

  /** One that fails is not told anything again. */
  #tell(what: (monitor: Monitor) => void): void {
    for (const monitor of this.#monitors ?? []) {
      try {
        what(monitor);
      } catch {
        this.remove(monitor);
      }
    }
  }
}

/** A copy: audio is valid only during the call that hands it over. */
function messageOf(side: typeof CALLER | typeof AGENT, audio: EncodedAudio): Buffer {
  const message = Buffer.allocUnsafe(1 + decodedLength(audio));
  message[0] = side;
  decodeAudio(audio, message.subarray(1));
  return message;
}
