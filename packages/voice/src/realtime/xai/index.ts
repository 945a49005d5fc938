import type { RealtimeProvider } from '../../contracts/realtime-provider.ts';
import type { RealtimeProviderOptions } from '../protocol/dialect.ts';
import { ProtocolSession } from '../protocol/protocol-session.ts';
import { xaiDialect } from './xai-dialect.ts';

export type { RealtimeProviderOptions } from '../protocol/dialect.ts';

/** Grok Voice of xAI. */
export function createXaiProvider(options: RealtimeProviderOptions): RealtimeProvider {
  return {
    name: xaiDialect.name,
    capabilities: xaiDialect.capabilities,
    open: (config, listener) => new ProtocolSession(xaiDialect, options, config, listener),
  };
}
