import type { Environment } from '@leadlock/core/environment';
import type { RealtimeProvider, VoiceProviderName } from '@leadlock/voice/contracts';
import { createLocalProvider, llmDialogue, openSpeechEngine } from '@leadlock/voice/local';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import { createXaiProvider } from '@leadlock/voice/realtime/xai';

/** Finds the voice of a call's agent. */
export type VoiceProviderFor = (call: { providerName: VoiceProviderName; model: string }) => RealtimeProvider;

const LOCAL_LLM_MODEL = 'local';

/** A voice that cannot be had here, and says why: the caller hears the apology, and the call keeps the reason. */
function unavailableProvider(name: VoiceProviderName, reason: string): RealtimeProvider {
  const nothing = (): void => undefined;
  return {
    name,
    capabilities: {
      verbatimSpeech: false,
      truncation: false,
      cancelsOnSpeech: false,
      reportsUsage: false,
      maxSessionSeconds: 3_600,
    },
    open(_config, listener) {
      // The session that opens us is not ready to be told before this returns.
      queueMicrotask(() => listener.onClosed({ failed: true, reason, retryable: false }));
      return {
        sendAudio: nothing,
        speak: nothing,
        sayOneMoment: nothing,
        holdAnswers: nothing,
        addText: nothing,
        interrupt: nothing,
        sendToolResult: nothing,
        close: nothing,
      };
    },
  };
}

/** The voice providers that this installation has keys for. */
export function createVoiceProviders(environment: Environment): VoiceProviderFor {
  const local = createLocalProvider({
    engine: () => openSpeechEngine(),
    dialogue: environment.LOCAL_LLM_URL
      ? ({ instructions, tools, temperature }) =>
          llmDialogue({
            url: environment.LOCAL_LLM_URL ?? '',
            model: LOCAL_LLM_MODEL,
            instructions,
            tools,
            temperature,
          })
      : undefined,
  });
  return ({ providerName, model }) => {
    switch (providerName) {
      case 'openai':
        return environment.OPENAI_API_KEY
          ? createOpenAiProvider({ url: environment.OPENAI_REALTIME_URL, apiKey: environment.OPENAI_API_KEY, model })
          : unavailableProvider('openai', 'OPENAI_API_KEY is not set');
      case 'xai':
        return environment.XAI_API_KEY
          ? createXaiProvider({ url: environment.XAI_REALTIME_URL, apiKey: environment.XAI_API_KEY, model })
          : unavailableProvider('xai', 'XAI_API_KEY is not set');
      case 'local':
        return local;
      default:
        return unavailableProvider(providerName, `${providerName} is not among this installation's voices`);
    }
  };
}
