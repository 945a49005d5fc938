import type { EncodedAudio, MulawAudio } from '../../contracts/audio.ts';
import type { MediaTransport } from '../../contracts/media-transport.ts';
import { decodedLength, encodeAudio } from '../../wire/base64-audio.ts';
import type { CallCounts } from '../call-counts.ts';
import type { CallMachine } from '../call-machine.ts';
import type { CallPolicy } from '../call-policy.ts';
import { noticeEndMs } from '../opening.ts';
import { Playback, type InterruptedItem } from './playback.ts';
import { SoundCheck } from './sound-check.ts';
import type { Transcript } from '../transcript.ts';
import { UnheardAudio } from './unheard-audio.ts';

/** How the items of our own voice are named. */
const OWN_ITEM = 'own_';
/** All that came was heard, and nothing follows for so long: nothing will. */
const STALL_MS = 1000;
/** Nobody speaks faster. */
const SHORTEST_MS_PER_LETTER = 40;

export interface AgentLineOptions {
  transport: MediaTransport;
  transcript: Transcript;
  counts: CallCounts;
  policy: CallPolicy;
  machine: CallMachine;
  now: () => number;
  /** Agent audio begins to go to the caller, after a pause, behind so much that is still to be heard. */
  onBegin: (queuedMs: number) => void;
  /** The caller has heard all that there was, which began at `since`; -Infinity: it was an answer to all they said before. */
  onHeard: (since: number) => void;
  /** A turn was spoken, or cut, to its end. */
  onTurn: () => void;
}

/** What goes to the caller: the provider's voice and our own, what was heard of it, and the words for it. */
export class AgentLine {
  readonly #options: AgentLineOptions;
  readonly #playback = new Playback();
  /** Whether what the provider sends can be heard. */
  readonly sound = new SoundCheck();
  /** The item that it listens to. */
  #soundOf: string | null = null;
  readonly #unheard = new UnheardAudio();
  /** What was being said when the caller seemed to interrupt: cut off, or played on once that is known. */
  #paused: { cut: InterruptedItem[]; rest: UnheardAudio } | null = null;
  /** The item that the provider is producing, or null between answers. */
  #producing: string | null = null;
  /** What the provider still sends of an interrupted answer is not for the caller. */
  #muted = false;
  /** Our own voice has spoken since the provider did. */
  #ownVoiceSpoke = false;
  /** When it began to say what it said last. */
  #ownVoiceSince = -Infinity;
  #ownItems = 0;
  /** What the provider says first. */
  #openingItem: string | null = null;
  #hasUnspokenText = false;

  constructor(options: AgentLineOptions) {
    this.#options = options;
  }

  /** The provider has sent words of an item that has no sound yet. */
  get hasUnspokenText(): boolean {
    return this.#hasUnspokenText;
  }

  /** One piece of the provider's audio: 50 and more of them come a second. */
  send(audio: EncodedAudio): void {
    const { counts, machine, transport, now } = this.#options;
    if (this.#muted || (this.#paused?.rest ?? this.#unheard).isFull) {
      counts.dropped();
      return;
    }
    const bytes = decodedLength(audio);
    if (this.#paused) {
      this.#paused.rest.add(this.#producing ?? '', audio, bytes);
      return;
    }
    counts.toCaller();
    this.sound.hear(audio);
    if (!machine.state.playing) this.#begin();
    this.#unheard.add(this.#producing ?? '', audio, bytes);
    const markIsDue = this.#playback.add(bytes, now());
    transport.sendAudio(audio, markIsDue ? this.#playback.mark() : undefined);
  }

  #begin(): void {
    // What is left of an item that our own voice spoke into is its own again.
    if (this.#ownVoiceSpoke && this.#producing !== null) this.#playback.beginItem(this.#producing);
    this.#ownVoiceSpoke = false;
    this.#options.onBegin(this.#playback.unplayedMs(this.#options.now()));
    this.#options.machine.dispatch({ type: 'agent_audio' });
  }

  beginItem(itemId: string): void {
    const { machine, transcript, now } = this.#options;
    this.#muted = false;
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#producing = itemId;
    this.#soundOf = itemId;
    this.sound.begin();
    if (transcript.agentWordsOf(itemId) !== '') this.sound.words();
    this.#ownVoiceSpoke = this.#hasUnspokenText = false;
    if (machine.state.opening?.owed) this.#openingItem = itemId;
    if (this.#paused) this.#paused.cut.push({ id: itemId, playedMs: 0, producedMs: 1 });
    else this.#playback.beginItem(itemId);
    transcript.agentStarted(itemId, now());
    // An item of its own right starts a turn even when the one before is still being heard.
    if (machine.state.playing) machine.dispatch({ type: 'agent_audio' });
  }

  /** The words of an item so far; they may run ahead of its audio. */
  words(itemId: string, text: string, final: boolean): void {
    const { machine, transcript } = this.#options;
    transcript.agentText(itemId, text);
    if (itemId !== this.#producing) this.#hasUnspokenText ||= text.trim() !== '';
    else {
      this.sound.words();
      if (final && machine.state.itemOpen) machine.dispatch({ type: 'item_done' });
    }
  }

  /** The provider's answer is over. */
  answerEnded(): void {
    this.#producing = null;
    this.#hasUnspokenText = false;
    if (this.#playback.hasUnmarked) this.#sendMark();
  }

  /** Speaks with our own voice. `text` goes into the transcript. */
  sendOwn(audio: MulawAudio, text: string | null): void {
    const { counts, transcript, transport, now } = this.#options;
    const itemId = `${OWN_ITEM}${++this.#ownItems}`;
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#playback.beginItem(itemId);
    if (!this.#options.machine.state.filling) this.#ownVoiceSince = now();
    this.#ownVoiceSpoke = true;
    if (text !== null) {
      transcript.agentStarted(itemId, now());
      transcript.agentText(itemId, text);
    }
    counts.toCaller();
    const encoded = encodeAudio(audio);
    this.#unheard.add(itemId, encoded, audio.length);
    this.#playback.add(audio.length, now());
    transport.sendAudio(encoded, this.#playback.mark());
  }

  echoed(mark: string): void {
    this.#playback.echoed(mark, this.#options.now());
    this.look();
  }

  tick(now: number): void {
    const { playing, filling } = this.#options.machine.state;
    // Some answers end without a word about it; their last audio needs a mark all the same.
    if (this.#playback.lacksLastMark()) this.#sendMark();
    this.#playback.expireMarks(now);
    this.#unheard.heard(this.#playback.positionMs(now));
    if ((playing || filling) && !this.#playback.hasUnplayed) this.look();
    else this.#lookForNotice(now);
  }

  /** What has been heard by now? */
  look(): void {
    const { machine, transcript, onHeard, onTurn } = this.#options;
    const now = this.#options.now();
    const finished = this.#playback.takeFinished(this.#producing);
    for (const itemId of finished) transcript.agentEnded(itemId, now);
    this.#lookForNotice(now);
    const { playing, filling } = machine.state;
    if ((playing || filling) && !this.#playback.hasUnplayed) {
      // That it takes a moment is no answer to anything.
      onHeard(playing ? -Infinity : this.#ownVoiceSince);
      machine.dispatch({ type: 'playback_finished' });
    }
    if (finished.length > 0) onTurn();
  }

  #lookForNotice(now: number): void {
    const { machine, policy } = this.#options;
    const { opening } = machine.state;
    if (!opening?.owed || this.#openingItem === null) return;
    if (!opening.produced) return this.#lookForUnendedNotice(this.#openingItem, now);
    const heard = this.#playback.heardOf(this.#openingItem, now);
    if (heard && heard.playedMs >= noticeEndMs(policy, heard.producedMs)) machine.dispatch({ type: 'notice_heard' });
  }

  /** Some providers never say that an answer is over. Its words, and a silence after its sound, tell as well. */
  #lookForUnendedNotice(itemId: string, now: number): void {
    const { machine, policy, transcript } = this.#options;
    const quietMs = this.#playback.quietMs(now);
    const heard = quietMs >= STALL_MS ? this.#playback.heardOf(itemId, now) : null;
    if (!heard) return;
    const words = transcript.agentWordsOf(itemId);
    // Words may run ahead of their sound.
    const areAllHeard = heard.producedMs >= words.length * SHORTEST_MS_PER_LETTER;
    const hasNotice = words !== '' && bare(words).includes(bare(policy.notice ?? ''));
    if (areAllHeard && hasNotice) machine.dispatch({ type: 'notice_heard' });
  }

  /** Nothing that the provider still sends of this answer is for the caller. */
  mute(): void {
    this.#muted = true;
    this.#producing = null;
  }

  /** The provider is gone: what came of it is still heard to its end. */
  voiceLost(): void {
    this.mute();
    this.sound.reset();
    this.#hasUnspokenText = false;
    if (this.#playback.hasUnmarked) this.#sendMark();
  }

  /** What was sent and the caller has yet to hear. */
  get unheard(): EncodedAudio[] {
    if (this.#paused) return [];
    return this.#unheard.after(this.#playback.positionMs(this.#options.now())).map(({ audio }) => audio);
  }

  /** How long the caller will still hear what was sent. */
  get leftMs(): number {
    return this.#playback.leftMs(this.#options.now());
  }

  /** Falls silent at once, and keeps what was not heard until it is known whether the caller wants to hear it. */
  pause(): void {
    const now = this.#options.now();
    this.#options.transport.clear();
    const rest = new UnheardAudio();
    for (const { itemId, audio, bytes } of this.#unheard.takeAfter(this.#playback.positionMs(now))) {
      rest.add(itemId, audio, bytes);
    }
    this.#paused = { cut: this.#playback.interrupt(now), rest };
  }

  /** Goes on where it was paused. */
  resume(): void {
    const { transport, counts, now } = this.#options;
    const { cut, rest } = this.#paused ?? { cut: [], rest: new UnheardAudio() };
    this.#paused = null;
    let current: string | null = null;
    for (const { itemId, audio, bytes } of rest.takeAfter(0)) {
      if (itemId !== current) this.#playback.beginItem(itemId, cut.find(({ id }) => id === itemId)?.playedMs);
      current = itemId;
      counts.toCaller();
      this.#unheard.add(itemId, audio, bytes);
      const markIsDue = this.#playback.add(bytes, now());
      transport.sendAudio(audio, markIsDue ? this.#playback.mark() : undefined);
    }
    if (this.#playback.hasUnmarked) this.#sendMark();
  }

  /** Drops what the caller has not heard, there and in the transcript. The provider's items that were cut. */
  cut(): InterruptedItem[] {
    if (!this.#playback.hasUnplayed && !this.#paused) return [];
    if (!this.#paused) this.#options.transport.clear();
    const cut = this.end();
    if (cut.length > 0) this.#options.counts.interrupted();
    this.#options.onTurn();
    return cut;
  }

  /** The line is closed: what was not heard by now never will be. The provider's items that were cut. */
  end(): InterruptedItem[] {
    const now = this.#options.now();
    const cut = this.#paused?.cut ?? this.#playback.interrupt(now);
    this.#paused = null;
    this.#unheard.clear();
    for (const { id, playedMs, producedMs } of cut) {
      const hasNoSound = id === this.#soundOf && this.sound.isInaudible;
      const heardMs = hasNoSound ? Math.min(playedMs, this.sound.audibleMs) : playedMs;
      this.#options.transcript.agentCut(id, heardMs / producedMs, now);
    }
    return cut.filter(({ id }) => !id.startsWith(OWN_ITEM));
  }

  #sendMark(): void {
    this.#options.transport.sendMark(this.#playback.mark());
  }
}

/** Without what a transcriber may write in another way. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
