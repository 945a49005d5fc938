import { toApiError } from '#/api/api-error.ts';

/** Whose sound it is. */
export type Side = 'caller' | 'agent';

/** The loudspeaker: what listening needs of it. */
export interface HeardAudio {
  /** Queues μ-law of 8 kHz behind what is queued of a side. */
  play(side: Side, mulaw: Uint8Array<ArrayBuffer>): void;
  clear(side: Side): void;
  close(): void;
}

/** What the api gives to whoever may listen. */
export interface ListenTicket {
  url: string;
  token: string;
}

/** The part of a WebSocket that is used; tests put a scripted one in its place. */
export type ListenSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'> & { binaryType: BinaryType };

export type ListenState =
  | { phase: 'idle' | 'connecting' | 'live' }
  /** The call is over, or was passed on. */
  | { phase: 'ended' }
  /** The connection broke, or never came to be. */
  | { phase: 'lost'; problem: string };

export interface ListenSessionOptions {
  ask: () => Promise<ListenTicket>;
  openSocket: (url: string) => ListenSocket;
  audio: HeardAudio;
}

/** Why the gateway closes the socket (docs/live-listening.md). */
const REFUSED = 1008;
const TOO_MANY = 1013;
/** As the first byte of a piece of sound says. */
const SIDES: readonly Side[] = ['caller', 'agent'];

/** Hears one call that runs, from the click to its end. */
export class ListenSession {
  readonly #options: ListenSessionOptions;
  readonly #onChange: (state: ListenState) => void;
  #state: ListenState = { phase: 'connecting' };
  #socket: ListenSocket | null = null;

  constructor(options: ListenSessionOptions, onChange: (state: ListenState) => void) {
    this.#options = options;
    this.#onChange = onChange;
  }

  async start(): Promise<void> {
    this.#become({ phase: 'connecting' });
    try {
      const { url, token } = await this.#options.ask();
      // Stopped meanwhile: the token expires.
      if (this.#state.phase === 'connecting') this.#connect(url, token);
    } catch (error) {
      this.#finish({ phase: 'lost', problem: toApiError(error).message });
    }
  }

  stop(): void {
    this.#finish({ phase: 'idle' });
  }

  #connect(url: string, token: string): void {
    const socket = this.#options.openSocket(url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'start', token })));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#onMessage(data);
      else this.#onSound(data);
    });
    socket.addEventListener('close', ({ code }) => this.#finish({ phase: 'lost', problem: problemOf(code) }));
  }

  #onMessage(text: string): void {
    const message: unknown = JSON.parse(text);
    const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : null;
    if (type === 'ready' && this.#state.phase === 'connecting') this.#become({ phase: 'live' });
    else if (type === 'clear') this.#options.audio.clear('agent');
    else if (type === 'ended') this.#finish({ phase: 'ended' });
  }

  #onSound(data: ArrayBuffer): void {
    const side = SIDES[new Uint8Array(data, 0, 1)[0] ?? -1];
    if (side !== undefined && this.#state.phase === 'live') this.#options.audio.play(side, new Uint8Array(data, 1));
  }

  /** The first end counts: the socket closes after each. */
  #finish(state: ListenState): void {
    if (this.#state.phase !== 'connecting' && this.#state.phase !== 'live') return;
    this.#become(state);
    this.#options.audio.close();
    this.#socket?.close();
  }

  #become(state: ListenState): void {
    this.#state = state;
    this.#onChange(state);
  }
}

function problemOf(code: number): string {
  if (code === TOO_MANY) return 'Too many people are listening to this call.';
  if (code === REFUSED) return 'The call can’t be listened to any more.';
  return 'The connection was lost.';
}
