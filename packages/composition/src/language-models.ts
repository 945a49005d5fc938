import { systemClock } from '@leadlock/core/clock';
import type { Environment } from '@leadlock/core/environment';
import type { LlmProvider } from '@leadlock/providers/contracts';
import { createLlm } from '@leadlock/providers/llm';

/** Language models at the addresses and with the keys of the environment; what is missing in it is told when it is needed. */
export function connectLanguageModels(environment: Partial<Environment>): LlmProvider {
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
