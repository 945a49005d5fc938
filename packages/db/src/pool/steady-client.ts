import pg from 'pg';

/**
 * A connection whose loss ends no process. pg reports a loss as an `error` event besides failing the query that runs,
 * and a pool listens for it only while the connection lies idle. Whoever uses the connection is told by their query.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Does something on a connection of its own, which ends with it. */
export async function withClient<Result>(
  config: string | pg.ClientConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new SteadyClient(config);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}
