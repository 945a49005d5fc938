import type { Environment } from '@leadlock/core/environment';
import type { SpeechProvider } from '@leadlock/providers/contracts';
import { createSpeech } from '@leadlock/voice/speech';
import { VOICE_VENDORS } from '@leadlock/voice/vendors';

/** Speech with the keys that calls are held with. Our own synthesizer is loaded by the first text that needs it. */
export const connectSpeech = (environment: Environment): SpeechProvider =>
  createSpeech({
    accountAt(vendor) {
      const { key, api } = VOICE_VENDORS[vendor].service.variables;
      const apiKey = environment[key];
      return apiKey === undefined ? null : { url: environment[api], apiKey };
    },
    openVoice: async () => {
      const { openSpeechVoice } = await import('@leadlock/voice/local');
      return openSpeechVoice();
    },
  });
