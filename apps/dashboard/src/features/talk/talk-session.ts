import { toApiError } from '../../api/api-error.ts';
import type { CallAudio } from './call-audio.ts';
import { CLOSED, readServerMessage, type ClientMessage, type ServerMessage } from './talk-protocol.ts';
import { IDLE, withLatency, withMessage, type TalkState } from './talk-state.ts';

/** What the api gives for a call that waits for this browser. */
export interface StartedCall {
  call_id: string;
  url: string;
  token: string;
}

/** The part of a WebSocket that is used; tests put a scripted one in its place. */
export type TalkSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener' | 'readyState'> & {
  binaryType: BinaryType;
};

export interface TalkSessionOptions {
  startCall: () => Promise<StartedCall>;
  openSocket: (url: string) => TalkSocket;
  audio: CallAudio;
  /** Whether the agent says something before it is spoken to: that is no answer. */
  agentBegins: boolean;
  /** Milliseconds. */
  now: () => number;
}

/** Louder than this is taken for a voice: the root mean square of 20 ms, about −38 dB. */
const VOICE_LOUDNESS = 0.012;
/** A shorter silence is one between words, and no agent answers sooner: whoever is spoken to then was still speaking. */
const PAUSE_MS = 200;
/** So little silence in what the agent says is sound that came late, and no new answer. */
const GAP_MS = 300;
/** How often the gateway is told that somebody is typing. */
const TYPING_EVERY_MS = 2000;
/** The gateway ends a call at once when it is told to; one that does not answer for so long is not reached any more. */
const FAREWELL_MS = 4000;
const SILENCE = new Uint8Array(160).fill(0xff);
const OPEN = 1;

/** One call with an agent in the browser: keeps its state, from the first click to the last word. */
export class TalkSession {
  readonly #options: TalkSessionOptions;
  readonly #listeners = new Set<() => void>();
  #state: TalkState = IDLE;
  #socket: TalkSocket | null = null;
  #farewell: ReturnType<typeof setTimeout> | undefined;
  #muted = false;
  #typingToldAt = -Infinity;
  #greetingComes: boolean;
  /** When I was last heard or wrote, while that has no answer yet, and how many lines there were before. */
  #turn: { endedAt: number; linesBefore: number } | null = null;
  /** When the microphone last heard me. */
  #heardAt = -Infinity;
  /** When the agent was last heard to the end of what had come; null after it was interrupted. */
  #ranDryAt: number | null = null;
  /** An answer's time whose words have not come yet. */
  #unplaced: { latencyMs: number; linesBefore: number } | null = null;

  constructor(options: TalkSessionOptions) {
    this.#options = options;
    this.#greetingComes = options.agentBegins;
    options.audio.listen({
      onPlayed: (mark) => this.#send({ type: 'played', mark }),
      onPlaying: (playing) => this.#onPlaying(playing),
      onMicrophone: (frame, loudness) => this.#onMicrophone(frame, loudness),
    });
  }

  get state(): TalkState {
    return this.#state;
  }

  /** Calls `listener` after each change; the answer takes it out again. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    this.#change({ phase: 'starting' });
    try {
      const { call_id, url, token } = await this.#options.startCall();
      // Left meanwhile: the call that nobody takes up ends by itself.
      if (this.#state.phase !== 'starting') return;
      this.#change({ callId: call_id });
      this.#connect(url, token);
    } catch (error) {
      this.#fail(toApiError(error).message);
    }
  }

  sendText(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '' || this.#state.phase !== 'live') return;
    this.#send({ type: 'text', text: trimmed });
    this.#turn = { endedAt: this.#options.now(), linesBefore: this.#state.lines.length };
  }

  /** Keeps the line open while somebody is writing. */
  typing(): void {
    const now = this.#options.now();
    if (this.#state.phase !== 'live' || now - this.#typingToldAt < TYPING_EVERY_MS) return;
    this.#typingToldAt = now;
    this.#send({ type: 'typing' });
  }

  pressKey(digit: string): void {
    if (this.#state.phase === 'live') this.#send({ type: 'dtmf', digit });
  }

  /** A muted microphone sends silence, so that the agent still notices the end of what was said before. */
  mute(muted: boolean): void {
    this.#muted = muted;
  }

  hangUp(): void {
    const { phase } = this.#state;
    if (phase === 'live') {
      this.#change({ phase: 'ending', agentSpeaks: false });
      this.#options.audio.close();
      this.#send({ type: 'hangup' });
      this.#farewell = setTimeout(() => {
        this.#end('caller_hangup');
        this.#socket?.close();
      }, FAREWELL_MS);
    } else if (phase === 'starting') {
      this.#end('caller_hangup');
      this.#socket?.close();
    }
  }

  /** Gives everything back, whatever is going on. */
  dispose(): void {
    this.#listeners.clear();
    this.hangUp();
    this.#options.audio.close();
  }

  #connect(url: string, token: string): void {
    const socket = this.#options.openSocket(url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => this.#send({ type: 'start', token }));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#onMessage(readServerMessage(data));
      else this.#onAudio(new Uint8Array(data));
    });
    socket.addEventListener('close', ({ code }) => this.#onClose(code));
  }

  #onMessage(message: ServerMessage | null): void {
    if (message === null) return;
    switch (message.type) {
      case 'ready':
        return this.#change({ phase: 'live', callId: message.call_id, startedAt: this.#options.now() });
      case 'mark':
        return this.#options.audio.mark(message.name);
      case 'clear':
        this.#options.audio.clear();
        this.#ranDryAt = null;
        return this.#change({ agentSpeaks: false });
      case 'ended':
        return this.#end(message.reason);
      default:
        this.#change({ lines: withMessage(this.#state.lines, message) });
        return this.#placeLatency();
    }
  }

  #onAudio(audio: Uint8Array<ArrayBuffer>): void {
    const { phase, agentSpeaks } = this.#state;
    if (phase !== 'live') return;
    if (!agentSpeaks) this.#onAgentBegins();
    this.#options.audio.play(audio);
    // Known before the loudspeaker tells it, so that the next packet is not taken for another answer.
    if (!agentSpeaks) this.#change({ agentSpeaks: true });
  }

  #onAgentBegins(): void {
    if (this.#greetingComes) {
      this.#greetingComes = false;
      return;
    }
    const now = this.#options.now();
    const goesOn = this.#ranDryAt !== null && now - this.#ranDryAt < GAP_MS;
    if (this.#turn === null || goesOn || now - this.#heardAt < PAUSE_MS) return;
    const { endedAt, linesBefore } = this.#turn;
    this.#turn = null;
    this.#unplaced = { latencyMs: now - endedAt, linesBefore };
    this.#placeLatency();
  }

  #onPlaying(playing: boolean): void {
    if (!playing && this.#state.agentSpeaks) this.#ranDryAt = this.#options.now();
    this.#change({ agentSpeaks: playing });
  }

  #placeLatency(): void {
    if (this.#unplaced === null) return;
    const { linesBefore, latencyMs } = this.#unplaced;
    const { lines: known } = this.#state;
    const lines = withLatency(known, Math.max(linesBefore, this.#linesOfGreeting()), latencyMs);
    if (lines === null) return;
    this.#unplaced = null;
    this.#change({ lines });
  }

  /** How many lines there are with the one in which the agent begins the call. */
  #linesOfGreeting(): number {
    if (!this.#options.agentBegins) return 0;
    return this.#state.lines.findIndex((line) => line.kind === 'spoken' && line.role === 'agent') + 1;
  }

  #onMicrophone(frame: Uint8Array<ArrayBuffer>, loudness: number): void {
    if (this.#state.phase !== 'live' || this.#socket?.readyState !== OPEN) return;
    this.#socket.send(this.#muted ? SILENCE : frame);
    if (this.#muted || loudness < VOICE_LOUDNESS) return;
    const { agentSpeaks, lines } = this.#state;
    this.#heardAt = this.#options.now();
    // What is said into my words is no answer to them.
    const linesBefore = (agentSpeaks ? null : this.#turn?.linesBefore) ?? lines.length;
    this.#turn = { endedAt: this.#heardAt, linesBefore };
  }

  #onClose(code: number): void {
    if (this.#state.phase === 'ended') return;
    if (this.#state.phase === 'ending') return this.#end('caller_hangup');
    if (code === CLOSED.draining) return this.#fail('The server is restarting. Try again in a moment.');
    if (code === CLOSED.tokenRefused) return this.#fail('The call was refused. Try again.');
    if (this.#state.phase === 'live') return this.#fail('The connection was lost.', 'connection_lost');
    return this.#fail('Can’t reach the voice server.');
  }

  #end(endReason: string): void {
    clearTimeout(this.#farewell);
    const byMe = this.#state.phase === 'ending' || this.#state.phase === 'starting';
    this.#change({ phase: 'ended', endReason, endedAt: this.#options.now() });
    if (byMe) this.#options.audio.close();
    else this.#options.audio.finish();
  }

  #fail(problem: string, endReason: string | null = null): void {
    clearTimeout(this.#farewell);
    this.#change({ phase: 'ended', problem, endReason, endedAt: this.#options.now(), agentSpeaks: false });
    this.#options.audio.close();
  }

  #send(message: ClientMessage): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(message));
  }

  #change(change: Partial<TalkState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
