import { WebSocket } from 'ws';
import { FRAME_MS } from '../../audio/frames.ts';
import type { TwilioService } from '../service.ts';
import { newSid } from '../sids.ts';
import { signature } from '../webhook.ts';
import type { CallLeg } from './call-leg.ts';

export interface MediaStreamOptions {
  url: string;
  parameters: Record<string, string>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const HANDSHAKE_ERROR = 31_920;
const CLOSE_ERROR = 31_921;
const INVALID_MESSAGE = 31_951;

/** The carrier's side of a bidirectional Media Stream. */
export class MediaStream {
  readonly sid = newSid('MZ');
  readonly #call: CallLeg;
  readonly #socket: WebSocket;
  readonly #alert: (code: number, message: string) => void;
  readonly over: Promise<void>;
  #sequence = 1;
  #chunk = 1;
  #started = false;
  /** The call asked for the end; what the socket says about it is no news. */
  #stopped = false;

  constructor(service: TwilioService, call: CallLeg, options: MediaStreamOptions) {
    this.#call = call;
    this.#alert = (code, message) => service.store.alert(call.account.sid, call.record.sid, code, message);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#socket = new WebSocket(options.url, {
      headers: { 'x-twilio-signature': signature(call.account.authToken, options.url) },
      perMessageDeflate: false,
      handshakeTimeout: CONNECT_TIMEOUT_MS,
    });
    this.#socket.on('open', () => this.#start(options.parameters));
    this.#socket.on('message', (data: Buffer, isBinary) => this.#onMessage(data, isBinary));
    this.#socket.on('error', (error) => {
      if (!this.#started && !this.#stopped) this.#alert(HANDSHAKE_ERROR, `${options.url}: ${error.message}`);
    });
    this.#socket.on('close', (code) => {
      if (this.#started && !this.#stopped && code !== 1000 && code !== 1005) {
        this.#alert(CLOSE_ERROR, `The stream's socket was closed with code ${code}`);
      }
      this.#stopped = true;
      // What was queued belongs to the stream, unless newer instructions have taken the line already.
      if (call.stream === this) {
        call.stream = null;
        call.playback.clear();
      }
      resolve();
    });
  }

  sendFrame(mulaw: Uint8Array): void {
    if (!this.#started || this.#stopped) return;
    // As Twilio counts: the timestamp is where the chunk begins, and the first begins at 0.
    const media = {
      track: 'inbound',
      chunk: String(this.#chunk),
      timestamp: String((this.#chunk - 1) * FRAME_MS),
      payload: Buffer.from(mulaw.buffer, mulaw.byteOffset, mulaw.length).toString('base64'),
    };
    this.#chunk++;
    this.#send('media', { media });
  }

  sendDigit(digit: string): void {
    if (this.#started) this.#send('dtmf', { dtmf: { track: 'inbound_track', digit } });
  }

  /** Says `stop` and closes: the call is over or goes on without the stream. */
  stop(): void {
    if (this.#stopped) return;
    const { accountSid, sid } = { accountSid: this.#call.account.sid, sid: this.#call.record.sid };
    if (this.#started) this.#send('stop', { stop: { accountSid, callSid: sid } });
    this.#stopped = true;
    if (this.#call.stream === this) this.#call.stream = null;
    if (this.#started) this.#socket.close(1000);
    else this.#socket.terminate();
  }

  #start(parameters: Record<string, string>): void {
    if (this.#stopped) return;
    this.#started = true;
    this.#socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    this.#send('start', {
      start: {
        accountSid: this.#call.account.sid,
        streamSid: this.sid,
        callSid: this.#call.record.sid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: parameters,
      },
    });
  }

  #send(event: string, body: Record<string, unknown>): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    // The order of the fields is Twilio's: receivers may rely on `event` being the first.
    const message = { event, sequenceNumber: String(this.#sequence++), ...body, streamSid: this.sid };
    this.#socket.send(JSON.stringify(message));
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (this.#stopped) return;
    const message = isBinary ? null : parse(data);
    if (message === null || message.streamSid !== this.sid) return this.#refuse('no message of this stream');
    switch (message.event) {
      case 'media':
        return this.#onMedia(message.media?.payload);
      case 'mark': {
        const name = message.mark?.name;
        if (typeof name !== 'string') return this.#refuse('a mark without a name');
        return this.#call.playback.mark(() => this.#send('mark', { mark: { name } }));
      }
      case 'clear':
        return this.#call.playback.clear();
      default:
        return this.#refuse(`unknown event ${String(message.event)}`);
    }
  }

  #onMedia(payload: unknown): void {
    if (typeof payload !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(payload) || payload.length % 4 !== 0) {
      return this.#refuse('media that is not base64');
    }
    this.#call.playback.append(Buffer.from(payload, 'base64'));
  }

  #refuse(what: string): void {
    this.#alert(INVALID_MESSAGE, `Stream - Protocol - Invalid message: ${what}`);
  }
}

interface StreamMessage {
  event?: unknown;
  streamSid?: unknown;
  media?: { payload?: unknown };
  mark?: { name?: unknown };
}

function parse(data: Buffer): StreamMessage | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
