import { systemClock } from '@leadlock/core/clock';
import type { Environment } from '@leadlock/core/environment';
import type { LlmProvider } from '@leadlock/providers/contracts';

/**
 * Language models at the addresses and with the keys of the environment. A missing key is reported by the request that needs
 * it. The SDKs are loaded by the first request: they take 15 MB, and most processes make none.
 */
export function connectLanguageModels(environment: Partial<Environment>): LlmProvider {
  let loading: Promise<LlmProvider> | null = null;
  const load = (): Promise<LlmProvider> => (loading ??= createProvider(environment));
  return {
    generate: async (request) => (await load()).generate(request),
    generateValue: async (request) => (await load()).generateValue(request),
    async *stream(request) {
      yield* (await load()).stream(request);
    },
  };
}

async function createProvider(environment: Partial<Environment>): Promise<LlmProvider> {
  const { createLlm } = await import('@leadlock/providers/llm');
  return createLlm({
    addresses: {
      openai: environment.OPENAI_API_URL,
      anthropic: environment.ANTHROPIC_API_URL,
      xai: environment.XAI_API_URL,
      local: environment.LOCAL_LLM_URL,
    },
    keys: {
      openai: environment.OPENAI_API_KEY,
      anthropic: environment.ANTHROPIC_API_KEY,
      xai: environment.XAI_API_KEY,
    },
    clock: systemClock,
  });
}
