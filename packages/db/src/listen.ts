import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const RECONNECT_MS = 1_000;

export interface ListenOptions {
  connectionString: string;
  channel: string;
  onNotification: (payload: string) => void;
  /** Told each time that the connection is there and hears: what was sent before it was is lost. */
  onListening?: () => void;
  /** Told of a connection that could not be made or was lost; it is made again by itself. */
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

  async function connectOnce(): Promise<void> {
    const connection = new pg.Client({ connectionString, keepAlive: true });
    const ended = new Promise<void>((resolve) => connection.once('end', () => resolve()));
    connection.on('error', (error) => stop.signal.aborted || onError(error));
    connection.on('notification', ({ payload }) => onNotification(payload ?? ''));
    client = connection;
    await connection.connect();
    await connection.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    onListening?.();
    await ended;
  }

  const finished = (async () => {
    while (!stop.signal.aborted) {
      await connectOnce().catch((error: unknown) => stop.signal.aborted || onError(error));
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
