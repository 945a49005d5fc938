import { createXai } from '@ai-sdk/xai';
import { z } from 'zod';
import type { VendorAdapter } from './vendor.ts';

/** xAI counts money in these. */
const TICKS_IN_A_DOLLAR = 10_000_000_000;

const Incomplete = z.object({ incomplete_details: z.object({ reason: z.string() }) });

/** The responses API, which would keep conversations for a month: each request holds all that was said. */
export const xai: VendorAdapter = {
  label: 'xAI',
  keyVariable: 'XAI_API_KEY',
  open: ({ url, apiKey, fetch }, modelId) => createXai({ baseURL: url, apiKey, fetch })(modelId),
  options: { xai: { store: false } },
  endOf: (body) => {
    const reason = Incomplete.safeParse(body).data?.incomplete_details.reason;
    if (reason === 'max_output_tokens') return 'length';
    return reason === 'content_filter' ? 'content-filter' : undefined;
  },
  statedCost: (metadata) => {
    const ticks = metadata?.xai?.costInUsdTicks;
    return typeof ticks === 'number' ? ticks / TICKS_IN_A_DOLLAR : undefined;
  },
};
