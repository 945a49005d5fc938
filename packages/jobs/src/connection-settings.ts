import { connectionLimits, OWNER_LIMITS } from '@leadlock/db/limits';
import { SteadyClient } from '@leadlock/db/pool/steady-client';

/** How pg-boss connects. It hands these on to pg, whose connections would otherwise wait for an answer for ever. */
export const connectionSettings = {
  Client: SteadyClient,
  keepAlive: true,
  ...connectionLimits(OWNER_LIMITS),
};
