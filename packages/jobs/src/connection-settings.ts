import { connectionLimits, OWNER_LIMITS } from '@leadlock/db/limits';
import { SteadyClient } from '@leadlock/db/pool/steady-client';
import { JOBS_ROLE } from '@leadlock/db/row-level-security';
import type pg from 'pg';

/** How pg-boss connects. It hands these on to pg, whose connections would otherwise wait for an answer for ever. */
export const connectionSettings = {
  Client: SteadyClient,
  keepAlive: true,
  ...connectionLimits(OWNER_LIMITS),
};

/** How it connects while the product runs: with the product's login, as the role that takes jobs, and changing no table. */
export const runtimeSettings = {
  ...connectionSettings,
  migrate: false,
  onConnect: (client: pg.ClientBase) => client.query(`SET ROLE ${JOBS_ROLE}`),
};
