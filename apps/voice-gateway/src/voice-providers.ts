import type { Environment } from '@leadlock/core/environment';
import type { RealtimeProvider } from '@leadlock/voice/contracts';
import { createLocalProvider, llmDialogue, openSpeechEngine } from '@leadlock/voice/local';
import { createElevenLabsProvider } from '@leadlock/voice/realtime/elevenlabs';
import { createGeminiProvider } from '@leadlock/voice/realtime/gemini';
import { createOpenAiProvider, type RealtimeProviderOptions } from '@leadlock/voice/realtime/openai';
import { createXaiProvider } from '@leadlock/voice/realtime/xai';
import { VOICE_VENDORS, type BuiltVendorName, type VoiceProviderName } from '@leadlock/voice/vendors';

/** Finds the voice of a call's agent. */
export type VoiceProviderFor = (call: { providerName: VoiceProviderName; model: string }) => RealtimeProvider;

const LOCAL_LLM_MODEL = 'local';

/** A voice that cannot be had here, and says why: the caller hears the apology, and the call keeps the reason. */
function unavailableProvider(name: VoiceProviderName, reason: string): RealtimeProvider {
  const nothing = (): void => undefined;
  return {
    name,
    capabilities: { updates: false, maxSessionSeconds: 3_600 },
    open(_config, listener) {
      // The session that opens us is not ready to be told before this returns.
      queueMicrotask(() => listener.onClosed({ failed: true, reason, retryable: false, cause: 'account' }));
      return {
        sendAudio: nothing,
        speak: nothing,
        sayOneMoment: nothing,
        holdAnswers: nothing,
        addText: nothing,
        update: nothing,
        interrupt: nothing,
        sendToolResult: nothing,
        close: nothing,
      };
    },
  };
}

/** How the vendors that are reached with a key are opened: one line each. */
const SERVICES: Record<Exclude<BuiltVendorName, 'local'>, (options: RealtimeProviderOptions) => RealtimeProvider> = {
  elevenlabs: createElevenLabsProvider,
  openai: createOpenAiProvider,
  xai: createXaiProvider,
  gemini: createGeminiProvider,
};

/** The voice providers that this installation has keys for. */
export function createVoiceProviders(environment: Environment): VoiceProviderFor {
  const { LOCAL_LLM_URL } = environment;
  const local = createLocalProvider({
    engine: () => openSpeechEngine(),
    dialogue: LOCAL_LLM_URL
      ? ({ instructions, tools, temperature, history }) =>
          llmDialogue({ url: LOCAL_LLM_URL, model: LOCAL_LLM_MODEL, instructions, tools, temperature, history })
      : undefined,
  });
  return ({ providerName, model }) => {
    if (providerName === 'local') return local;
    const { key, realtime } = VOICE_VENDORS[providerName].service.variables;
    const apiKey = environment[key];
    if (apiKey === undefined) return unavailableProvider(providerName, `${key} is not set`);
    return SERVICES[providerName]({ url: environment[realtime], apiKey, model });
  };
}
