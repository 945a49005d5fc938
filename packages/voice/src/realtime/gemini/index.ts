import type { RealtimeProvider } from '../../contracts/realtime-provider.ts';
import type { RealtimeProviderOptions } from '../protocol/dialect.ts';
import { GeminiSession } from './gemini-session.ts';

/** Google's Gemini Live. */
export function createGeminiProvider(options: RealtimeProviderOptions): RealtimeProvider {
  return {
    name: 'gemini',
    // It has no sign that it has begun: what comes first after a turn are the words that it understood, or its answer.
    // A connection lasts ten minutes, but the session goes on in the next one. How long it can be resumed Google does not
    // say; two hours are what others have seen.
    capabilities: { updates: false, maxSessionSeconds: 7200, signsWithinMs: 3000 },
    open: (config, listener) => new GeminiSession(options, config, listener),
  };
}
