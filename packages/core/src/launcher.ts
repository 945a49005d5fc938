/**
 * What a launcher and the service that it starts tell each other over their channel. The launcher binds a service's port
 * before it starts, and the service asks for the socket once it can answer, so that no port is taken in between.
 */
export const LAUNCHER_MESSAGES = {
  /** From the service: may it have the socket now? */
  askForSocket: 'leadlock: socket?',
  /** From the launcher, with the socket. */
  socket: 'leadlock: socket',
  /** From the service: it listens, and all that it needs is there. */
  ready: 'leadlock: ready',
} as const;
