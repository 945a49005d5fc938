import type { EncodedAudio } from '../../contracts/audio.ts';
import type { MediaTransport } from '../../contracts/media-transport.ts';
import type { TurnDetection } from '../../contracts/realtime-provider.ts';
import type { VoiceSide } from '../voice/voice-side.ts';
import type { CallCounts } from '../call-counts.ts';
import type { CallMachine } from '../call-machine.ts';
import type { CallPolicy } from '../call-policy.ts';
import { SILENT_FRAME } from '../hold-music.ts';
import { isFarewell } from '../farewell.ts';
import type { Transcript } from '../transcript.ts';
import { dtmfTones } from '../../audio/dtmf.ts';
import { MULAW_BYTES_PER_MS } from '../../audio/mulaw.ts';
import { AgentLine } from './agent-line.ts';
import { isBackchannel } from './backchannels.ts';
import { CallerTurn, turnPatienceMs } from './caller-turn.ts';
import { KeyPad } from './key-pad.ts';
import { Overlap } from './overlap.ts';
import { PhoneMenu } from './phone-menu.ts';
import { OwnEars } from './own-ears.ts';

export interface CallerSideOptions {
  transport: MediaTransport;
  machine: CallMachine;
  transcript: Transcript;
  counts: CallCounts;
  policy: CallPolicy;
  turnDetection: TurnDetection;
  /** Milliseconds since the epoch that never go back. */
  now: () => number;
  /** Told what the caller says. */
  voice: Pick<VoiceSide, 'sendAudio' | 'hearAside' | 'forget'>;
  /** Something was said, heard or pressed to its end. */
  onTurn: () => void;
}

/**
 * The caller's end of a call, whoever the voice is: the line with what is played and pressed on it, and when the caller
 * speaks, as our own ears and the provider's hear it.
 */
export class CallerSide {
  /** What goes to the caller. */
  readonly agent: AgentLine;
  readonly #options: CallerSideOptions;
  readonly #startedAt: number;
  readonly #turn: CallerTurn;
  readonly #ears: OwnEars;
  readonly #overlap: Overlap;
  readonly #keys: KeyPad;
  readonly #menu = new PhoneMenu();
  #typedItems = 0;
  #endedAt: number | null = null;

  constructor(options: CallerSideOptions) {
    const { transport, machine, transcript, counts, policy, now, onTurn } = options;
    this.#options = options;
    this.#startedAt = now();
    this.#turn = new CallerTurn(turnPatienceMs(options.turnDetection));
    this.#ears = new OwnEars({
      transport,
      callerTurn: this.#turn,
      counts,
      machine,
      onGone: (quietMs) => {
        this.#hangUp(now() - quietMs);
        machine.dispatch({ type: 'caller_gone', reason: 'connection_lost' });
      },
    });
    this.#keys = new KeyPad((itemId, text, at) => transcript.userPressed(itemId, text, at));
    this.agent = new AgentLine({
      transport,
      transcript,
      counts,
      policy,
      machine,
      now,
      onBegin: (queuedMs) => this.#onAgentBegins(queuedMs),
      onHeard: (since) => this.#turn.forget(since),
      onTurn,
    });
    this.#overlap = new Overlap({ ...options, agent: this.agent, turn: this.#turn });
  }

  /** Begins to listen to the line. */
  listen(): void {
    const { transport, machine } = this.#options;
    transport.listen({
      onAudio: (audio) => this.#onAudio(audio),
      onMark: (name) => this.agent.echoed(name),
      onDtmf: (digit) => this.#onDigit(digit),
      onText: (text) => this.#onText(text),
      onTyping: () => machine.dispatch({ type: 'typing' }),
      onClosed: (reason) => {
        this.#hangUp();
        machine.dispatch({ type: 'caller_gone', reason });
      },
    });
  }

  /** How long the caller has been on the line, in ms. */
  get durationMs(): number {
    return Math.round((this.#endedAt ?? this.#options.now()) - this.#startedAt);
  }

  /** 50 frames a second and call pass here, so nothing is allocated, parsed or logged. */
  #onAudio(audio: EncodedAudio): void {
    const { counts, machine, now, voice } = this.#options;
    counts.fromCaller();
    // On hold the voice goes on hearing a line, and nothing of what is said on it.
    if (machine.state.onHold) return voice.sendAudio(SILENT_FRAME);
    this.#turn.hear(audio, now);
    this.#overlap.hear(audio);
  }

  // What happens now and then.

  /** Keys were pressed that the transcript does not show yet. */
  get hidesKeys(): boolean {
    return this.#keys.isOpen;
  }

  /** Since when the caller has been saying what nobody has understood yet; undefined when that is nothing. */
  get unheardSince(): number | undefined {
    return this.#turn.unheardSince;
  }

  /** Until when the caller spoke where the provider has not said yet that they have finished; null: it has. */
  get openUntil(): number | null {
    const { phase, callerSpeaking } = this.#options.machine.state;
    return callerSpeaking || phase === 'listening' ? this.#turn.openUntil : null;
  }

  /** The provider will not say any more that the caller has finished. */
  endTurn(now: number): void {
    const { openUntil } = this;
    if (openUntil === null) return;
    this.#turn.stopped(now);
    this.#options.machine.dispatch({ type: 'speech_unnoticed', quietMs: now - Math.max(openUntil, 0) });
  }

  tick(now: number): void {
    const { machine, onTurn } = this.#options;
    this.agent.tick(now);
    this.#ears.tick(now);
    if (this.#keys.tick(now, machine.state.digits === '')) onTurn();
  }

  /** The provider heard the caller start to speak. */
  speechStarted(itemId: string | null): void {
    const { machine, transcript } = this.#options;
    const now = this.#options.now();
    this.#turn.started(now);
    machine.dispatch({ type: 'speech_started', itemId });
    transcript.userStarted(itemId, now);
  }

  speechStopped(): void {
    const { machine, transcript } = this.#options;
    const now = this.#options.now();
    this.#turn.stopped(now);
    transcript.userStopped(now);
    machine.dispatch({ type: 'speech_stopped' });
  }

  /** What the caller said in an item so far. */
  words(itemId: string, text: string, final: boolean): void {
    const { machine, transcript, policy, now, onTurn } = this.#options;
    transcript.userText(itemId, text, now(), final);
    if (!final) return;
    const isAgreement = text.trim() === '' || isBackchannel(text, policy.interruptions.backchannels);
    this.#turn.told();
    machine.dispatch({ type: 'user_transcript', itemId, hasWords: !isFarewell(text), isAgreement });
    const loops = this.#menu.hears(text);
    if (loops > 0) machine.dispatch({ type: 'menu_repeated', times: loops });
    onTurn();
  }

  /** The agent presses keys. @returns how long their tones take, in ms */
  pressKeys(keys: string): number {
    const tones = dtmfTones(keys);
    this.#menu.pressed();
    this.agent.sendOwn(tones, null);
    return tones.length / MULAW_BYTES_PER_MS;
  }

  /** What the caller said in an item was no turn of theirs. */
  forget(itemId: string): void {
    this.#options.transcript.userForgotten(itemId);
    this.#options.voice.forget(itemId);
  }

  /** What the caller has written is handed over: their turn ends now. */
  typedEnds(): void {
    this.#turn.typed(this.#options.now());
  }

  /** The call is over: nothing more is heard or pressed. */
  end(): void {
    this.#hangUp();
    this.#keys.settle();
    this.agent.end();
  }

  #hangUp(at = this.#options.now()): void {
    this.#endedAt ??= at;
  }

  /** @param queuedMs what the caller hears before it */
  #onAgentBegins(queuedMs: number): void {
    const { machine, counts } = this.#options;
    const now = this.#options.now();
    counts.heardAgent(now - this.#startedAt);
    this.#keys.agentSpeaks();
    if (machine.state.phase === 'greeting') return;
    const { detectedAt } = this.#turn;
    const latencyMs = this.#turn.answered(now);
    if (latencyMs === null) return;
    const endedAt = now - latencyMs;
    counts.answered({
      endedMs: endedAt - this.#startedAt,
      detectedMs: Math.max(0, (detectedAt ?? now) - endedAt),
      firstByteMs: latencyMs,
      firstAudioMs: latencyMs + queuedMs,
    });
  }

  /** Keys pressed one after the other are one turn of the caller. */
  #onDigit(digit: string): void {
    const { machine, now, onTurn } = this.#options;
    const { digits: before, phase } = machine.state;
    if (phase === 'closed') return;
    machine.dispatch({ type: 'digit', digit });
    this.#keys.press(before, digit, now());
    onTurn();
  }

  #onText(text: string): void {
    const { machine, transcript, now, onTurn } = this.#options;
    machine.dispatch({ type: 'typed', text });
    transcript.userTyped(`typed_${++this.#typedItems}`, text, now());
    onTurn();
  }
}
