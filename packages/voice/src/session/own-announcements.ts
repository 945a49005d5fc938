import type { Logger } from '@leadlock/observability/logger';
import type { MulawAudio } from '../contracts/audio.ts';
import type { AgentLine } from './caller/agent-line.ts';
import type { CallMachine } from './call-machine.ts';
import type { OwnSpeech, OwnWords } from './own-speech.ts';
import type { VoiceSide } from './voice/voice-side.ts';

export interface OwnAnnouncementsOptions {
  speech: OwnSpeech;
  /** Whether there is a voice that may fail; without one nobody wonders that it says nothing. */
  hasVoice: boolean;
  apology: () => Promise<MulawAudio>;
  agent: AgentLine;
  machine: CallMachine;
  voice: Pick<VoiceSide, 'close'>;
  log: Logger;
}

/** What the call itself says to the caller: beside the provider, or in its place at the end. */
export class OwnAnnouncements {
  readonly #options: OwnAnnouncementsOptions;

  constructor(options: OwnAnnouncementsOptions) {
    this.#options = options;
  }

  /** Speaks to a caller who waits, or to whom the first words are owed. */
  sayBeside(text: string): void {
    const { speech, agent, machine, hasVoice, log } = this.#options;
    const isOwed = machine.state.opening?.own === true;
    speech.say(text).then(
      ({ audio }) => {
        const { phase, playing, callerSpeaking } = machine.state;
        if (phase === 'closed' || phase === 'closing' || (!isOwed && (playing || callerSpeaking))) return;
        agent.sendOwn(audio, isOwed ? text : null);
        machine.dispatch({ type: 'own_audio' });
      },
      (error: unknown) => {
        if (isOwed) machine.dispatch({ type: 'announcement_missing' });
        if (hasVoice) log.error({ err: error }, 'There is nothing to say to who waits');
      },
    );
  }

  /** Says that the call cannot go on, and gives the provider up. */
  apologize(): void {
    this.#sayLast(this.#options.apology().then((audio) => ({ audio, words: null })));
  }

  /** Says the last words without the provider, which is given up. */
  announce(text: string): void {
    this.#sayLast(this.#options.speech.say(text));
  }

  #sayLast(spoken: Promise<OwnWords>): void {
    const { agent, machine, voice, log } = this.#options;
    agent.mute();
    voice.close();
    spoken.then(
      ({ audio, words }) => {
        if (machine.state.phase === 'closed') return;
        agent.sendOwn(audio, words);
        machine.dispatch({ type: 'agent_audio' });
        machine.dispatch({ type: 'response_done', status: 'completed' });
      },
      (error: unknown) => {
        log.error({ err: error }, 'There is nothing to play for what the provider cannot say');
        machine.dispatch({ type: 'announcement_missing' });
      },
    );
  }
}
