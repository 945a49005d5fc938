import type { LlmVendor } from '../../contracts/index.ts';
import { anthropic } from './anthropic.ts';
import { local } from './local.ts';
import { openAi } from './openai.ts';
import type { VendorAdapter } from './vendor.ts';
import { xai } from './xai.ts';

export const VENDORS: Readonly<Record<LlmVendor, VendorAdapter>> = { openai: openAi, anthropic, xai, local };
