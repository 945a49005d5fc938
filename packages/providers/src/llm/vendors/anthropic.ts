import { createAnthropic } from '@ai-sdk/anthropic';
import type { VendorAdapter } from './vendor.ts';

export const anthropic: VendorAdapter = {
  label: 'Anthropic',
  keyVariable: 'ANTHROPIC_API_KEY',
  // Calls are told when they are complete: nothing is gained by getting them unchecked in pieces.
  options: { anthropic: { toolStreaming: false } },
  open: ({ url, apiKey, fetch }, modelId) => createAnthropic({ baseURL: `${url}/v1`, apiKey, fetch })(modelId),
};
