import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { EncodedAudio } from '../contracts/audio.ts';
import type { MediaTransport, MediaTransportListener } from '../contracts/media-transport.ts';
import { AudioFrameWriter } from '../wire/audio-frame-writer.ts';
import { EarlyAudio } from '../wire/early-audio.ts';
import { MAX_BUFFERED_BYTES } from '../wire/limits.ts';
import { clearMessage, markMessage, MEDIA_TAIL, mediaHead, MediaPayloadCutter } from './media-message.ts';
import { readStreamEvent, type StreamEvent, type StreamStart } from './stream-event.ts';

const MAX_EARLY_EVENTS = 64;
const TEXT = { binary: false, compress: false };

/** WebSocket options of a media endpoint: no compression of base64, and a bad byte in a frame must not end a call. */
export const MEDIA_SOCKET_OPTIONS = {
  perMessageDeflate: false,
  skipUTF8Validation: true,
  maxPayload: 1024 * 1024,
} as const;

export interface MediaStreamOptions {
  /** How long the other side may take to send `start`, in ms. */
  startTimeoutMs: number;
  onStart(stream: TwilioMediaStream): void;
  /** `start` did not come in time, or the socket closed before it; reported once. */
  onNotStarted(reason: 'timeout' | 'closed'): void;
}

/**
 * Speaks the server's side of Twilio Media Streams on an accepted WebSocket until `start` hands over the stream.
 * `wire` is the socket beneath it. The owner of the socket listens for its errors.
 */
export function acceptMediaStream(socket: WebSocket, wire: Duplex, options: MediaStreamOptions): void {
  let settled = false;
  const giveUp = (reason: 'timeout' | 'closed'): void => {
    clearTimeout(deadline);
    if (!settled) options.onNotStarted(reason);
    settled = true;
  };
  const deadline = setTimeout(giveUp, options.startTimeoutMs, 'timeout');
  const onMessage = (data: Buffer, isBinary: boolean): void => {
    const event = isBinary ? null : readStreamEvent(data);
    if (event?.type !== 'start' || settled) return;
    settled = true;
    clearTimeout(deadline);
    socket.off('message', onMessage);
    options.onStart(new TwilioMediaStream(socket, wire, event.start));
  };
  socket.on('message', onMessage);
  socket.once('close', () => giveUp('closed'));
}

/** The caller's side of a phone call. */
export class TwilioMediaStream implements MediaTransport {
  readonly isContinuous = true;
  readonly start: StreamStart;
  /** Messages that were not understood. They are ignored: a bad frame never ends a call. */
  malformedMessages = 0;

  readonly #socket: WebSocket;
  readonly #writer: AudioFrameWriter;
  readonly #cutter = new MediaPayloadCutter();
  readonly #early = new EarlyAudio();
  #earlyEvents: StreamEvent[] = [];
  #listener: MediaTransportListener | null = null;
  #closed: 'hangup' | 'connection_lost' | null = null;

  constructor(socket: WebSocket, wire: Duplex, start: StreamStart) {
    this.#socket = socket;
    this.start = start;
    this.#writer = new AudioFrameWriter(wire, mediaHead(start.streamSid), MEDIA_TAIL, { role: 'server' });
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#onMessage(data, isBinary));
    socket.once('close', (code: number) => this.#end(code === 1006 ? 'connection_lost' : 'hangup'));
  }

  listen(listener: MediaTransportListener): void {
    this.#listener = listener;
    this.#early.drainTo((audio) => listener.onAudio(audio));
    const events = this.#earlyEvents;
    this.#earlyEvents = [];
    for (const event of events) this.#deliver(event, listener);
    if (this.#closed) listener.onClosed(this.#closed);
  }

  sendAudio(audio: EncodedAudio, mark?: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#writer.bufferedBytes > MAX_BUFFERED_BYTES) {
      this.#socket.terminate();
      this.#end('connection_lost');
      return;
    }
    this.#writer.write(audio, mark === undefined ? undefined : markMessage(this.start.streamSid, mark));
  }

  sendMark(name: string): void {
    this.#send(markMessage(this.start.streamSid, name));
  }

  clear(): void {
    this.#send(clearMessage(this.start.streamSid));
  }

  close(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.close(1000);
  }

  #send(message: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message, TEXT);
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.malformedMessages++;
      return;
    }
    const payload = this.#cutter.cut(data);
    if (payload) {
      if (this.#listener) this.#listener.onAudio(payload);
      else this.#early.push(payload);
      return;
    }
    const event = readStreamEvent(data);
    if (!event) this.malformedMessages++;
    else if (this.#listener) this.#deliver(event, this.#listener);
    else if (event.type === 'media') this.#early.push(event.payload);
    else if (this.#earlyEvents.length < MAX_EARLY_EVENTS) this.#earlyEvents.push(event);
  }

  #deliver(event: StreamEvent, listener: MediaTransportListener): void {
    switch (event.type) {
      case 'media':
        return listener.onAudio(event.payload);
      case 'dtmf':
        return listener.onDtmf(event.digit);
      case 'mark':
        return listener.onMark(event.name);
      case 'stop':
        // The call has left this stream. Some peers keep the socket open, so it is closed from here.
        this.#end('hangup');
        return this.close();
      case 'connected':
      case 'start':
        return undefined;
    }
  }

  #end(reason: 'hangup' | 'connection_lost'): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#listener?.onClosed(reason);
  }
}
