import type { MicroDollars } from '@leadlock/core/money';
import type { LlmUsage } from '../contracts/index.ts';
import type { TokenPrice } from './models.ts';

/** What a request costs, to the nearest millionth of a dollar; null where that is not known. */
export function priceOf(price: TokenPrice | null, usage: LlmUsage): MicroDollars | null {
  if (price === null) return null;
  const { longInput } = price;
  const rates = longInput && usage.inputTokens > longInput.above ? longInput.rates : price;
  if (rates === null) return null;
  const fresh = usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens;
  // A dollar for a million tokens is a millionth of a dollar for one.
  return Math.round(
    fresh * rates.input +
      usage.cachedInputTokens * rates.cachedInput +
      usage.cacheWriteTokens * (rates.cacheWrite ?? rates.input) +
      usage.outputTokens * rates.output,
  );
}
