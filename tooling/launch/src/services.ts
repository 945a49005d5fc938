export type ServiceName = 'sandbox' | 'api' | 'worker' | 'gateway';

export interface Service {
  name: ServiceName;
  /** The program, from the repository's folder. */
  entry: string;
  /** The variable that names its port, and the port when it is not set. */
  portVariable: 'SANDBOX_PORT' | 'API_PORT' | 'WORKER_PORT' | 'GATEWAY_PORT';
  defaultPort: number;
  needsDatabase: boolean;
  /** Whether anybody who reaches it may do as they please, so that other machines had better not. */
  isPrivate?: boolean;
  /** What Node itself is told. */
  nodeArgs?: readonly string[];
}

/**
 * Frames of audio live for milliseconds. Without a limit, Node lets up to 128 MB of dead ones pile up, which takes memory and
 * makes each pause to collect them longer.
 */
export const GATEWAY_NODE_ARGS: readonly string[] = ['--max-semi-space-size=8'];

/** In the order in which they start: each needs those before it. They stop the other way round. */
export const SERVICES: readonly Service[] = [
  {
    name: 'sandbox',
    entry: 'apps/sandbox/src/main.ts',
    portVariable: 'SANDBOX_PORT',
    defaultPort: 8002,
    needsDatabase: false,
    isPrivate: true,
  },
  { name: 'api', entry: 'apps/api/src/main.ts', portVariable: 'API_PORT', defaultPort: 8000, needsDatabase: true },
  {
    name: 'worker',
    entry: 'apps/worker/src/main.ts',
    portVariable: 'WORKER_PORT',
    defaultPort: 8003,
    needsDatabase: true,
  },
  {
    name: 'gateway',
    entry: 'apps/voice-gateway/src/main.ts',
    portVariable: 'GATEWAY_PORT',
    defaultPort: 8001,
    needsDatabase: true,
    nodeArgs: GATEWAY_NODE_ARGS,
  },
];
