import { encodeMulaw } from '../audio/mulaw.ts';
import type { MulawAudio } from '../contracts/audio.ts';
import type { RealtimeSessionConfig } from '../contracts/realtime-provider.ts';
import type { CallPolicy } from './call-policy.ts';
import { NEEDS_NO_WORDS } from './own-sentences.ts';
import { isEnglish } from './spoken-language.ts';
import type { Transcript } from './transcript.ts';

export interface OwnSpeechOptions {
  /** Speaks English, and nothing else. */
  voice?: (text: string) => Promise<MulawAudio>;
  config: Pick<RealtimeSessionConfig, 'language' | 'instructions'>;
  policy: Pick<CallPolicy, 'greeting' | 'notice'>;
  transcript: Transcript;
}

/** What is played, and the words in it; null: it has none. */
export interface OwnWords {
  audio: MulawAudio;
  words: string | null;
}

/**
 * What a call says without its provider. The voice that says it speaks English only, so that a caller who is spoken with
 * in another language hears a soft tone where nothing but a sign of life is due.
 */
export class OwnSpeech {
  readonly #options: OwnSpeechOptions;

  constructor(options: OwnSpeechOptions) {
    this.#options = options;
  }

  async say(text: string): Promise<OwnWords> {
    if (NEEDS_NO_WORDS.has(text) && !this.isInEnglish) return { audio: WAITING_TONE, words: null };
    const { voice } = this.#options;
    if (!voice) throw new Error('There is no voice of our own');
    return { audio: await voice(text), words: text };
  }

  /** Whether the caller is spoken with in English: what the agent said last tells, or else how it was set up. */
  get isInEnglish(): boolean {
    const { config, policy, transcript } = this.#options;
    const { greeting, notice } = policy;
    const greetings = notice === null ? greeting : greeting?.slice(notice.length);
    // The notice is English whatever the agent speaks.
    const said = transcript.lastAgentWords.replace(notice ?? '', '');
    return (
      isEnglish(said) ??
      isEnglish(greetings ?? '') ??
      config.language?.toLowerCase().startsWith('en') ??
      isEnglish(config.instructions) ??
      true
    );
  }
}

const SAMPLE_RATE = 8000;
const NOTES_HZ = [523.25, 659.25];
const NOTE_SAMPLES = 0.18 * SAMPLE_RATE;
const AMPLITUDE = 3500;

/** Two soft notes. */
export const WAITING_TONE: MulawAudio = makeTone();

function makeTone(): MulawAudio {
  const linear = new Int16Array(NOTES_HZ.length * NOTE_SAMPLES);
  NOTES_HZ.forEach((frequency, note) => {
    for (let at = 0; at < NOTE_SAMPLES; at++) {
      const swell = Math.sin((Math.PI * at) / NOTE_SAMPLES) ** 2;
      const phase = (2 * Math.PI * frequency * at) / SAMPLE_RATE;
      linear[note * NOTE_SAMPLES + at] = AMPLITUDE * swell * Math.sin(phase);
    }
  });
  const mulaw = new Uint8Array(linear.length);
  encodeMulaw(linear, mulaw);
  return mulaw;
}
