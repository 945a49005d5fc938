import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { connectionLimits } from './limits.ts';
import { SteadyClient } from './pool/steady-client.ts';

const RECONNECT_MS = 1_000;
const HEARTBEAT_MS = 30_000;
/** How long a heartbeat may take. */
const ANSWER_MS = 10_000;

export interface ListenOptions {
  connectionString: string;
  channel: string;
  onNotification: (payload: string) => void;
  /** Told each time that the connection is there and hears: what was sent before it was is lost. */
  onListening?: () => void;
  /**
   * Told of a connection that could not be made or was lost, which is made again by itself, and of what the other
   * listeners throw.
   */
  onError: (error: unknown) => void;
}

/**
 * Receives a channel's notifications (Postgres LISTEN) on a connection of its own until `close`. What is sent while
 * that connection is down is lost: notifications are hints to look, never the only word of something.
 */
export function listen(options: ListenOptions): { close(): Promise<void> } {
  const { connectionString, channel, onNotification, onListening, onError } = options;
  const stop = new AbortController();
  let client: pg.Client | null = null;

  const report = (error: unknown): void => {
    if (!stop.signal.aborted) onError(error);
  };
  /** Nobody stands above what is told here: an error in it would end the process. */
  const tell = (listener: () => void): void => {
    try {
      listener();
    } catch (error) {
      report(error);
    }
  };

  async function connectOnce(): Promise<void> {
    const connection = new SteadyClient({
      connectionString,
      keepAlive: true,
      ...connectionLimits({ statementMs: ANSWER_MS, lockMs: ANSWER_MS, idleInTransactionMs: ANSWER_MS }),
      query_timeout: ANSWER_MS,
    });
    const ended = new Promise<void>((resolve) => connection.once('end', () => resolve()));
    connection.on('error', report);
    connection.on('notification', ({ payload }) => tell(() => onNotification(payload ?? '')));
    client = connection;
    // A connection whose other end is gone without a word looks like one on which nothing happens.
    const heartbeat = setInterval(() => {
      connection
        .query('SELECT')
        .catch(() => connection.end())
        .catch(report);
    }, HEARTBEAT_MS);
    try {
      await connection.connect();
      await connection.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      if (onListening) tell(onListening);
      await ended;
    } finally {
      clearInterval(heartbeat);
      await connection.end();
    }
  }

  const finished = (async () => {
    while (!stop.signal.aborted) {
      await connectOnce().catch(report);
      await delay(RECONNECT_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();

  return {
    async close() {
      stop.abort();
      await client?.end().catch(() => undefined);
      await finished;
    },
  };
}
