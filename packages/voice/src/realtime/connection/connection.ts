import { WebSocket } from 'ws';
import type { EncodedAudio } from '../../contracts/audio.ts';
import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import { AudioFrameWriter, type FrameKind } from '../../wire/audio-frame-writer.ts';
import { MAX_BUFFERED_BYTES } from '../../wire/limits.ts';
import type { VoiceEndpoint } from '../../vendors/vendor.ts';
import { providerSentence } from './provider-sentence.ts';
import { readRefusal } from './refusal.ts';

/** A session that works is there in a second; the caller hears nothing meanwhile, so a slow one is tried anew. */
export const DEFAULT_CONNECT_TIMEOUT_MS = 4000;
/** Far above a delta of audio, and far below what would hurt the other calls of this process. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const TEXT = { binary: false, compress: false };

/** How a vendor wants each piece of the caller's audio: the base64 between these, in a frame of that kind. */
export interface AudioFraming {
  kind: FrameKind;
  head: Buffer;
  tail: Buffer;
}

export interface ConnectionOptions extends VoiceEndpoint {
  framing: AudioFraming;
  connectTimeoutMs?: number;
}

export interface ConnectionListener {
  onOpen(): void;
  /** The bytes of a message, whether it came in a text frame or a binary one. */
  onMessage(message: Buffer): void;
  /** Reported once, whether the connection was refused, lost or closed. */
  onEnd(end: ProviderEnd): void;
}

/** One WebSocket to a provider, with every way it can end brought into one form. */
export class ProviderConnection {
  readonly #socket: WebSocket;
  readonly #listener: ConnectionListener;
  #audio: AudioFrameWriter | null = null;
  #ended = false;

  constructor({ url, headers, framing, connectTimeoutMs }: ConnectionOptions, listener: ConnectionListener) {
    this.#listener = listener;
    this.#socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    });
    this.#socket.on('upgrade', ({ socket }) => {
      this.#audio = new AudioFrameWriter(socket, framing.head, framing.tail, { role: 'client', kind: framing.kind });
    });
    this.#socket.on('open', () => listener.onOpen());
    this.#socket.on('message', (data: Buffer) => {
      if (!this.#ended) listener.onMessage(data);
    });
    this.#socket.on('unexpected-response', (request, response) => {
      readRefusal(response, (end) => {
        request.destroy();
        this.#end(end);
      });
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#end({ failed: true, reason: `connection_error ${error.code ?? error.message}`, retryable: true });
    });
    this.#socket.on('close', (code: number, reason: Buffer) => this.#end(closure(code, reason.toString())));
  }

  get isOpen(): boolean {
    return !this.#ended && this.#socket.readyState === WebSocket.OPEN;
  }

  send(message: string): void {
    if (this.isOpen) this.#socket.send(message, TEXT);
  }

  sendAudio(audio: EncodedAudio): void {
    if (!this.isOpen || !this.#audio) return;
    if (this.#audio.bufferedBytes > MAX_BUFFERED_BYTES) {
      this.abort({ failed: true, reason: 'provider_does_not_read', retryable: true });
      return;
    }
    this.#audio.write(audio);
  }

  /** Ends the connection for a reason found above it. */
  abort(end: ProviderEnd): void {
    this.#end(end);
    this.#socket.terminate();
  }

  close(): void {
    this.#end({ failed: false, reason: 'closed', retryable: false });
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000);
    else this.#socket.terminate();
  }

  #end(end: ProviderEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onEnd(end);
  }
}

/** 1008 and the private codes say that the provider does not want this session; the others are accidents. */
function closure(code: number, words: string): ProviderEnd {
  const retryable = code !== 1008 && code < 3000;
  const message = providerSentence(words);
  return { failed: true, reason: `closed_${code}`, retryable, ...(message !== '' && { message }) };
}
