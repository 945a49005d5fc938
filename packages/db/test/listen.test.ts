import { listen } from '@leadlock/db/listen';
import { withClient } from '@leadlock/db/pool/steady-client';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';

const database = await useDatabase();

const notify = (payload: string): Promise<unknown> =>
  sql`SELECT pg_notify('news', ${payload})`.execute(database.system);

test('notifications arrive, also after the connection was lost, and stop with close', async () => {
  const heard: string[] = [];
  const errors: unknown[] = [];
  const listener = listen({
    connectionString: database.connectionString,
    channel: 'news',
    onNotification: (payload) => heard.push(payload),
    onError: (error) => errors.push(error),
  });
  const untilHeard = (payload: string): Promise<void> =>
    vi.waitFor(
      async () => {
        await notify(payload);
        expect(heard).toContain(payload);
      },
      { timeout: 15_000, interval: 100 },
    );
  await untilHeard('one');
  await withClient(ownerUrlOf(database), async (client) => {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    );
    expect(rowCount).toBe(1);
  });
  await untilHeard('two');
  await listener.close();
  heard.length = 0;
  await notify('three');
  expect(heard).toEqual([]);
});

test('what a listener throws is told of, and the next notification is heard', async () => {
  const heard: string[] = [];
  const errors: unknown[] = [];
  const listening = Promise.withResolvers<void>();
  const listener = listen({
    connectionString: database.connectionString,
    channel: 'news',
    onListening: listening.resolve,
    onNotification(payload) {
      heard.push((JSON.parse(payload) as { name: string }).name);
    },
    onError: (error) => errors.push(error),
  });
  await listening.promise;
  await notify('no JSON');
  await notify('{"name":"news"}');
  await vi.waitFor(() => expect(heard).toEqual(['news']));
  expect(errors).toEqual([expect.any(SyntaxError)]);
  await listener.close();
});
