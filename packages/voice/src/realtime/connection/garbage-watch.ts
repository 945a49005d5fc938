import type { ProviderEnd, RealtimeListener } from '../../contracts/realtime-provider.ts';

/** After so many messages that cannot be read only their number is kept. */
const MAX_WARNINGS = 3;
/** So many in a row are no accident: nothing else comes from this provider. */
const MAX_MESSAGES_IN_A_ROW = 20;
/** So many pieces of audio in a row are an answer that nobody hears. Words in between change nothing about that. */
const MAX_AUDIO_IN_A_ROW = 10;
/** However much of what comes can be read, a provider that sends so much else is given up. */
const MAX_IN_ALL = 1000;
/**
 * What it may send at once beside audio, in bytes, and what more of that each millisecond: hundreds of times what a
 * conversation takes. All that is kept of a call comes out of it.
 */
const MOST_BYTES = 32 * 1024 * 1024;
const BYTES_PER_MS = 256;
/** What a message takes of that at least, however short. */
const BYTES_OF_ANY = 512;

/** Tells a provider that has slipped from one that talks garbage, or without end. */
export class GarbageWatch {
  readonly #listener: Pick<RealtimeListener, 'onWarning'>;
  readonly #giveUp: (end: ProviderEnd) => void;
  #inAll = 0;
  #messagesInARow = 0;
  #audioInARow = 0;
  #bytesLeft = MOST_BYTES;
  #countedAt = performance.now();

  /** @param giveUp ends the connection */
  constructor(listener: Pick<RealtimeListener, 'onWarning'>, giveUp: (end: ProviderEnd) => void) {
    this.#listener = listener;
    this.#giveUp = giveUp;
  }

  /** @param bytes its length */
  readableMessage(bytes: number): void {
    this.#messagesInARow = 0;
    const now = performance.now();
    const more = (now - this.#countedAt) * BYTES_PER_MS;
    this.#bytesLeft = Math.min(MOST_BYTES, this.#bytesLeft + more) - Math.max(bytes, BYTES_OF_ANY);
    this.#countedAt = now;
    if (this.#bytesLeft < 0) this.#end('too_many_messages');
  }

  readableAudio(): void {
    this.#audioInARow = 0;
  }

  /** It is not JSON, or JSON that is no message of the provider's protocol. */
  unreadableMessage(): void {
    this.#messagesInARow++;
    this.#count('malformed_message', 'The provider sent a message that cannot be read');
    if (this.#messagesInARow === MAX_MESSAGES_IN_A_ROW) this.#end('malformed_messages');
  }

  unreadableAudio(): void {
    this.#audioInARow++;
    this.#count('malformed_audio', 'The provider sent audio that cannot be decoded');
    if (this.#audioInARow === MAX_AUDIO_IN_A_ROW) this.#end('malformed_audio');
  }

  #count(code: string, message: string): void {
    this.#inAll++;
    if (this.#inAll <= MAX_WARNINGS) this.#listener.onWarning(code, message);
    if (this.#inAll === MAX_IN_ALL) this.#end('malformed_messages');
  }

  #end(reason: string): void {
    this.#giveUp({ failed: true, reason, retryable: true });
  }
}
