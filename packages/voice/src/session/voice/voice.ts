import type { RealtimeProvider, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';

/** Who speaks for the agent, and how. */
export interface Voice {
  provider: RealtimeProvider;
  config: RealtimeSessionConfig;
  /** The provider's name of the model, which decides the price. */
  model?: string;
}
