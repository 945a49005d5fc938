import { inBackground } from '@leadlock/observability/in-background';
import type { Logger } from '@leadlock/observability/logger';
import type { EncodedAudio, MulawAudio } from '../contracts/audio.ts';
import type { MediaTransport } from '../contracts/media-transport.ts';
import type {
  RealtimeProvider,
  RealtimeSessionConfig,
  RealtimeUsage,
  ResponseEnd,
  SessionUpdate,
  ToolCall,
} from '../contracts/realtime-provider.ts';
import { CallCounts, type FrameCounts } from './call-counts.ts';
import { CallMachine } from './call-machine.ts';
import type { CallProgress, CallResult } from './call-result.ts';
import type { CallEnding, RequestedEnd } from './call-ending.ts';
import type { CallEffect } from './call-events.ts';
import type { CallPolicy } from './call-policy.ts';
import type { CallPhase } from './call-state.ts';
import { CallTools } from './call-tools.ts';
import { CallerSide } from './caller/caller-side.ts';
import { HoldMusic } from './hold-music.ts';
import type { LiveEvent } from './live-event.ts';
import { OwnAnnouncements } from './own-announcements.ts';
import { OwnSpeech } from './own-speech.ts';
import type { Ticker } from './ticker.ts';
import type { ToolConduct } from './tool-conduct.ts';
import type { ToolOutcome } from './tool-runs.ts';
import { Transcript, type TranscriptEntry } from './transcript.ts';
import { conversationSoFar } from './voice/history.ts';
import { Rollover } from './voice/rollover.ts';
import { NO_SPARE_VOICES, type SpareVoices } from './voice/spare-voices.ts';
import { VoiceSide } from './voice/voice-side.ts';
import { VoiceWatch } from './voice/voice-watch.ts';

export interface CallSessionOptions {
  transport: MediaTransport;
  provider: RealtimeProvider;
  config: RealtimeSessionConfig;
  /** The provider's name of the model. */
  model?: string;
  /** Who goes on with the call when the provider is lost; absent: nobody. */
  spares?: SpareVoices;
  policy: CallPolicy;
  /**
   * Runs every tool but `end_call`, which is the session's own. Called once for each (tool call id, arguments).
   * `over`: the call is over, or about to be; what only served to go on with it is of no more use.
   */
  runTool: (call: ToolCall, over: AbortSignal) => Promise<ToolOutcome>;
  /** How tools are used that differ from others, by name. */
  toolConduct?: Readonly<Record<string, ToolConduct>>;
  /** What the caller hears when the provider fails. */
  apology: () => Promise<MulawAudio>;
  /** Speaks English that the caller has to hear when the provider cannot say it; absent: the call goes on without. */
  ownVoice?: (text: string) => Promise<MulawAudio>;
  /** Writes down a few English words that the provider cannot hear aside; absent: its turns have to tell. */
  ownEars?: (audio: MulawAudio) => Promise<string>;
  ticker: Ticker;
  log: Logger;
  /** Counts of the whole process, for its metrics. */
  frames?: FrameCounts;
  /** Milliseconds since the epoch that never go back. */
  now?: () => number;
  /** After each turn that was spoken, or cut, to its end. */
  onTurn?(transcript: TranscriptEntry[]): void;
  /** Words, tools and the end, as they happen; for whoever watches. */
  onLive?(event: LiveEvent): void;
}

/** A call that was passed on leaves the line by itself; its carrier would end one that we close before it does. */
const LEAVING_MS = 5_000;

const monotonicNow = (): number => performance.timeOrigin + performance.now();

/**
 * One call: joins the caller's side and the voice's. Audio passes straight through; everything else becomes an event of
 * the state machine, and its effects are carried out here.
 */
export class CallSession {
  /** Settles when the call is over and its tools have ended. Never rejects. */
  readonly finished: Promise<CallResult>;

  readonly #options: CallSessionOptions;
  readonly #now: () => number;
  readonly #machine: CallMachine;
  readonly #transcript: Transcript;
  readonly #counts: CallCounts;
  readonly #caller: CallerSide;
  readonly #voice: VoiceSide;
  readonly #rollover: Rollover;
  readonly #watch: VoiceWatch;
  readonly #tools: CallTools;
  readonly #music: HoldMusic;
  readonly #ourselves: OwnAnnouncements;
  readonly #unsubscribe: () => void;
  readonly #resolve: (result: CallResult) => void;
  /** The voice that is being opened is given to hear what the lost one did not understand. */
  #hearsAgain = false;

  constructor(options: CallSessionOptions) {
    const { transport, provider, config, model, policy, log, spares, now = monotonicNow } = options;
    this.#options = options;
    this.#now = now;
    const machine = new CallMachine({ policy, now, log, carryOut: (effect) => this.#carryOut(effect) });
    const counts = new CallCounts(options.frames ?? { fromCaller: 0, toCaller: 0, dropped: 0 });
    const transcript = new Transcript((role, itemId, text, final) =>
      options.onLive?.({
        type: 'transcript',
        role: role === 'user' ? 'user' : 'agent',
        itemId,
        text: text.trim(),
        final,
      }),
    );
    this.#machine = machine;
    this.#counts = counts;
    this.#transcript = transcript;
    const speech = new OwnSpeech({ voice: options.ownVoice, config, policy, transcript });
    const voice = new VoiceSide({
      hearOurselves: (audio, told) => this.#hearOurselves(speech, audio, told),
      voice: { provider, config, model },
      spares,
      listener: {
        onReady: () => this.#onReady(),
        onItemStarted: (itemId) => agent.beginItem(itemId),
        onAudio: (audio) => agent.send(audio),
        onSpeechStarted: (itemId) => this.#caller.speechStarted(itemId ?? null),
        onSpeechStopped: () => this.#caller.speechStopped(),
        onUserTranscript: (itemId, text, final) => this.#caller.words(itemId, text, final),
        onAgentTranscript: (itemId, text, final) => agent.words(itemId, text, final),
        onToolCall: (call) => this.#tools.onCall(call),
        onResponseDone: (status, usage, end) => this.#onResponseDone(status, usage, end),
        onLost: (end) => machine.dispatch({ type: 'provider_closed', ...end }),
      },
      history: () => conversationSoFar(transcript.entries(now()), this.#tools.runs),
      now,
      log,
    });
    this.#voice = voice;
    this.#caller = new CallerSide({
      transport,
      machine,
      transcript,
      counts,
      policy,
      turnDetection: config.turnDetection,
      now,
      voice,
      onTurn: () => this.#reportTurn(),
    });
    const { agent } = this.#caller;
    this.#ourselves = new OwnAnnouncements({
      speech,
      hasVoice: options.ownVoice !== undefined,
      apology: options.apology,
      agent,
      machine,
      voice,
      log,
    });
    this.#tools = new CallTools({
      timeoutMs: policy.toolTimeoutMs,
      pressKeys: (keys) => this.#caller.pressKeys(keys),
      now,
      machine,
      voice,
      conduct: options.toolConduct,
      run: (call, over) => options.runTool(call, over),
      onLive: (event) => options.onLive?.(event),
    });
    this.#music = new HoldMusic(transport);
    this.#rollover = new Rollover({
      machine,
      voice,
      hidesKeys: () => this.#caller.hidesKeys,
      spares: spares ?? NO_SPARE_VOICES,
      countTurns: () => transcript.entries(now()).length + this.#tools.runs.length,
    });
    this.#watch = new VoiceWatch({
      machine,
      voice,
      caller: this.#caller,
      sound: agent.sound,
      spares: spares ?? NO_SPARE_VOICES,
    });
    const { promise, resolve } = Promise.withResolvers<CallResult>();
    this.finished = promise;
    this.#resolve = resolve;
    voice.open();
    this.#unsubscribe = options.ticker.subscribe(() => this.#onTick());
    this.#caller.listen();
  }

  get phase(): CallPhase {
    return this.#machine.state.phase;
  }

  /** Ends the call with a goodbye. Safe to call twice. */
  end(reason: RequestedEnd): void {
    this.#machine.dispatch({ type: 'end_requested', reason });
  }

  /** Has the agent say `sentence` and ends the call once it was heard. Safe to call twice; the first one counts. */
  endWith({ sentence, reason }: { sentence: string; reason: RequestedEnd }): void {
    this.#machine.dispatch({ type: 'end_requested', reason, sentence });
  }

  /** Changes what the agent is told and can do: from its next answer on, or where its provider cannot, after a pause. */
  update(changes: SessionUpdate): void {
    this.#voice.update(changes);
  }

  /** Drops the connection to the voice as if its provider had, to try out what the caller hears then. */
  killVoice(): void {
    this.#voice.kill();
  }

  /** How long the caller has been on the line, in ms. */
  get durationMs(): number {
    return this.#caller.durationMs;
  }

  /** What the agent has said and the caller has yet to hear. */
  get unheard(): EncodedAudio[] {
    return this.#caller.agent.unheard;
  }

  /** What the call has come to by now. */
  progress(): CallProgress {
    return {
      ...this.#counts.report(),
      transcript: this.#transcript.entries(this.#now()),
      toolCalls: this.#tools.runs,
      durationMs: this.durationMs,
      voices: this.#voice.parts,
    };
  }

  #hearOurselves(speech: OwnSpeech, audio: MulawAudio, told: (words: string) => void): boolean {
    const { ownEars, log } = this.#options;
    if (!ownEars || !speech.isInEnglish) return false;
    ownEars(audio).then(told, (err: unknown) => log.warn({ err }, 'could not hear a word that was said aside'));
    return true;
  }

  #onTick(): void {
    const now = this.#now();
    this.#caller.tick(now);
    this.#tools.tick(now);
    this.#music.tick(now);
    this.#machine.tick(now);
    this.#watch.tick(now);
    this.#rollover.tick(now);
  }

  #onReady(): void {
    // One that is ready after the call was given up has taken nobody's call.
    if (this.phase === 'connecting') this.#counts.voiceIsReady();
    const hearsAgain = this.#hearsAgain;
    this.#hearsAgain = false;
    this.#machine.dispatch({ type: 'provider_ready', hearsAgain });
  }

  #onResponseDone(
    status: ResponseEnd['status'],
    usage: RealtimeUsage | null,
    { discarded = false, ...end }: Omit<ResponseEnd, 'status'> = {},
  ): void {
    if (usage) this.#counts.used(usage);
    if (status === 'failed' || status === 'incomplete') {
      const provider = this.#voice.providerName;
      this.#options.log.warn({ provider, status, ...end }, 'The voice provider did not complete an answer');
    }
    if (discarded) return;
    const { agent } = this.#caller;
    const { hasUnspokenText } = agent;
    agent.answerEnded();
    this.#machine.dispatch({ type: 'response_done', status, ...end, hasUnspokenText });
    agent.look();
  }

  #carryOut(effect: CallEffect): void {
    switch (effect.type) {
      case 'open_provider':
        return this.#voice.open();
      case 'speak':
        return this.#voice.speak(effect.text);
      case 'one_moment':
        return this.#voice.sayOneMoment();
      case 'hold_answers':
        return this.#voice.holdAnswers(effect.held);
      case 'hold':
        return this.#hold(effect.on);
      case 'say_own':
        return this.#ourselves.sayBeside(effect.text);
      case 'add_text':
        return this.#voice.addText(effect.role, effect.text);
      case 'add_typed':
        this.#caller.typedEnds();
        return this.#voice.addText('user', effect.text);
      case 'interrupt':
        return this.#interrupt();
      case 'change_voice':
        return this.#changeVoice(effect);
      case 'yield':
        return this.#caller.agent.pause();
      case 'resume':
        return this.#caller.agent.resume();
      case 'forget':
        return this.#caller.forget(effect.itemId);
      case 'apologize':
        return this.#ourselves.apologize();
      case 'announce':
        return this.#ourselves.announce(effect.text);
      case 'finish':
        return this.#finish(effect.ending);
    }
  }

  #hold(on: boolean): void {
    if (on) return this.#music.start(this.#now());
    this.#music.stop();
    if (this.phase === 'closing') this.#tools.abandon();
  }

  #interrupt(): void {
    const { agent } = this.#caller;
    agent.mute();
    const cut = agent.cut();
    if (cut.length === 0) this.#voice.interrupt(null, 0);
    for (const { id, playedMs } of cut) this.#voice.interrupt(id, playedMs);
  }

  /** What came of the lost voice is heard to its end; the next one is told all, and does nothing that has been done. */
  #changeVoice({ reason, loss }: Extract<CallEffect, { type: 'change_voice' }>): void {
    const { unheardSince } = this.#caller;
    const { type: _type, inaudible: _inaudible, ...end } = loss;
    this.#caller.agent.voiceLost();
    this.#hearsAgain = unheardSince !== undefined;
    if (this.#voice.changeVoice(end, unheardSince)) return;
    const detail = loss.message ? `${loss.reason}: ${loss.message}` : loss.reason;
    this.#machine.dispatch({ type: 'no_voice_left', reason, detail });
  }

  #reportTurn(): void {
    if (this.phase !== 'closed') this.#options.onTurn?.(this.#transcript.entries(this.#now()));
  }

  /** With the provider's own words, where the ending has none of them. */
  #detailOf({ reason, detail }: CallEnding): string | null {
    const { lastWarning } = this.#voice;
    const isSilent = reason === 'provider_stuck' && lastWarning !== null;
    return isSilent && !detail?.includes(': ') ? `${detail}; ${lastWarning}` : detail;
  }

  #finish(ending: CallEnding): void {
    this.#unsubscribe();
    this.#caller.end();
    const transcript = this.#transcript.entries(this.#now());
    this.#voice.close();
    this.#options.onLive?.({ type: 'ended', reason: ending.reason });
    this.#tools.abandon();
    this.#leave(ending);
    const ended = this.#tools.settled().then(() =>
      this.#resolve({
        ...this.progress(),
        // Whom a transfer takes away leaves the line as if they had hung up, maybe before the tool has said so.
        status: this.#tools.handedOver ? 'completed' : ending.status,
        endReason: this.#tools.handedOver ? 'transferred' : ending.reason,
        detail: this.#detailOf(ending),
        transcript,
      }),
    );
    inBackground(ended, this.#options.log, 'ending a call');
  }

  #leave({ reason }: CallEnding): void {
    const { transport } = this.#options;
    if (reason === 'transferred') setTimeout(() => transport.close(), LEAVING_MS).unref();
    else transport.close();
  }
}
