import type { RealtimeProvider } from '../../contracts/realtime-provider.ts';
import type { RealtimeProviderOptions } from '../protocol/dialect.ts';
import { ProtocolSession } from '../protocol/protocol-session.ts';
import { openAiDialect } from './openai-dialect.ts';

export type { RealtimeProviderOptions } from '../protocol/dialect.ts';

/** OpenAI Realtime, the generally available protocol; also any server that speaks it. */
export function createOpenAiProvider(options: RealtimeProviderOptions): RealtimeProvider {
  return {
    name: openAiDialect.name,
    capabilities: openAiDialect.capabilities,
    open: (config, listener) => new ProtocolSession(openAiDialect, options, config, listener),
  };
}
