import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { VendorAdapter } from './vendor.ts';

/** An OpenAI-compatible server such as Ollama, llama.cpp or vLLM. */
export const local: VendorAdapter = {
  label: 'The local model',
  keyVariable: null,
  open: ({ url, fetch }, modelId) =>
    createOpenAICompatible({
      name: 'local',
      baseURL: url,
      fetch,
      includeUsage: true,
      supportsStructuredOutputs: true,
    })(modelId),
};
