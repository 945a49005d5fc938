import { createOpenAI } from '@ai-sdk/openai';
import { requiresEverything } from '../json-schema.ts';
import type { VendorAdapter } from './vendor.ts';

/** Chat completions, which other servers speak as well. */
export const openAi: VendorAdapter = {
  label: 'OpenAI',
  keyVariable: 'OPENAI_API_KEY',
  open: ({ url, apiKey, fetch }, modelId) => createOpenAI({ baseURL: url, apiKey, fetch }).chat(modelId),
  // A strict schema with a field that may be left out is refused.
  valueOptions: (schema) => ({ openai: { strictJsonSchema: requiresEverything(schema) } }),
};
