import type { SpeechVoice } from '../local/engine/speech-engine.ts';
import { VOICE_VENDORS, type BuiltVendorName } from '../vendors/index.ts';
import { askVendor, type SpeechAccount } from './ask-vendor.ts';
import { createLocalSpeech } from './local-speech.ts';
import { SpeechError } from './speech-error.ts';
import type { SpeechOrder, SpeechVendor, SpokenText } from './vendor.ts';
import { elevenlabs } from './vendors/elevenlabs.ts';
import { gemini } from './vendors/gemini.ts';
import { openai } from './vendors/openai.ts';
import { xai } from './vendors/xai.ts';

export type SpeechVendorName = Exclude<BuiltVendorName, 'local'>;

const SPEECH_VENDORS: Record<SpeechVendorName, SpeechVendor> = { xai, elevenlabs, openai, gemini };
const isVendor = (name: string): name is SpeechVendorName => Object.hasOwn(SPEECH_VENDORS, name);

/** Somebody waits for it. */
const TIMEOUT_MS = 20_000;

export interface SpeechOptions {
  /** Null: there is no key. */
  accountAt: (vendor: SpeechVendorName) => SpeechAccount | null;
  /** Opens the synthesizer of this machine. */
  openVoice: () => Promise<SpeechVoice>;
  /** How long a vendor may take; 20 s by default. */
  timeoutMs?: number;
}

/** Text to speech in the voices that calls are held with, by the name of their provider. */
export function createSpeech({ accountAt, openVoice, timeoutMs = TIMEOUT_MS }: SpeechOptions) {
  const speakHere = createLocalSpeech(openVoice);
  return {
    /** @throws SpeechError */
    async speak({ provider, ...order }: SpeechOrder & { provider: string }): Promise<SpokenText> {
      if (provider === 'local') return speakHere(order);
      if (!isVendor(provider)) throw new SpeechError('request_refused', `There is no provider ${provider}`);
      const account = accountAt(provider);
      if (!account) throw new SpeechError('key_missing', 'There is no API key');
      return askVendor(SPEECH_VENDORS[provider], VOICE_VENDORS[provider].service, account, order, timeoutMs);
    },
  };
}
