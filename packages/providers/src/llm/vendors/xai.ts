import { createXai, webSearch, xSearch } from '@ai-sdk/xai';
import type { Tool } from 'ai';
import { z } from 'zod';
import type { VendorAdapter } from './vendor.ts';

/** xAI takes no more of them. */
const MOST_HANDLES = 10;

/** xAI counts money in these. */
const TICKS_IN_A_DOLLAR = 10_000_000_000;

const Incomplete = z.object({ incomplete_details: z.object({ reason: z.string() }) });

/** The responses API, which would keep conversations for a month: each request holds all that was said. */
export const xai: VendorAdapter = {
  label: 'xAI',
  keyVariable: 'XAI_API_KEY',
  open: ({ url, apiKey, fetch }, modelId) => createXai({ baseURL: url, apiKey, fetch })(modelId),
  options: { xai: { store: false } },
  searchTools: ({ web, x }) => {
    const handles = x?.handles.slice(0, MOST_HANDLES) ?? [];
    // The SDK's types of tools that a vendor runs do not fit those of its sets of tools.
    return {
      ...(web && { web_search: webSearch({}) as Tool }),
      ...(x && { x_search: xSearch(handles.length > 0 ? { allowedXHandles: handles } : {}) as Tool }),
    };
  },
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
