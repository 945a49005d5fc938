import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Announcer } from '@leadlock/db/announcer';
import { CHANGES_CHANNEL, MISSED } from '@leadlock/db/change';
import { listen } from '@leadlock/db/listen';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const MISSED_PAYLOAD = JSON.stringify(MISSED);
/** However slow the machine. */
const PATIENCE = { timeout: 20_000 };

let heard: { payload: string; at: number }[];
let closers: (() => Promise<unknown>)[];

const database = await useDatabase();
beforeEach(async () => {
  heard = [];
  closers = [];
  for (const channel of [CHANGES_CHANNEL, 'calls']) {
    const listening = Promise.withResolvers<void>();
    const listener = listen({
      connectionString: database.connectionString,
      channel,
      onNotification: (payload) => heard.push({ payload, at: performance.now() }),
      onListening: listening.resolve,
      onError: listening.reject,
    });
    closers.push(() => listener.close());
    await listening.promise;
  }
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});

const payloads = (): string[] => heard.map(({ payload }) => payload);

function start({ connectionString = database.connectionString, mostWaiting = 1_000 } = {}) {
  const errors: Error[] = [];
  const announcer = new Announcer({ connectionString, mostWaiting, onError: (error) => errors.push(error) });
  closers.push(() => announcer.close());
  const change = (payload: string): void => announcer.add({ channel: CHANGES_CHANNEL, payload });
  const message = (payload: string): void => announcer.add({ channel: 'calls', payload });
  return { announcer, change, message, errors };
}

/** A way to the database that can be cut. */
async function startProxy() {
  const target = new URL(database.connectionString);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((socket) => {
    if (isCut) return socket.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const end of [socket, upstream]) {
      sockets.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        socket.destroy();
        upstream.destroy();
        sockets.delete(end);
      });
    }
    socket.pipe(upstream).pipe(socket);
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => server.close());
  const url = Object.assign(new URL(database.connectionString), {
    port: String((server.address() as AddressInfo).port),
  });
  return {
    connectionString: url.toString(),
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}

test('goes out at once where nothing went before, then together, and the same once', async () => {
  const { change } = start();
  change('first');
  change('first');
  change('second');
  await vi.waitFor(() => expect(payloads()).toEqual(['first', 'second']), PATIENCE);
  for (let repeat = 0; repeat < 50; repeat += 1) for (const name of ['a', 'b', 'c']) change(name);
  await vi.waitFor(() => expect(payloads()).toEqual(['first', 'second', 'a', 'b', 'c']), PATIENCE);
  // Of one statement, which is one transaction.
  const [, , a, , c] = heard;
  expect((c?.at ?? 0) - (a?.at ?? 0)).toBeLessThan(50);
});

test('is told again when it happens again after it was sent', async () => {
  const { change } = start();
  change('again');
  await vi.waitFor(() => expect(payloads()).toEqual(['again']), PATIENCE);
  change('again');
  await vi.waitFor(() => expect(payloads()).toEqual(['again', 'again']), PATIENCE);
});

test('more than can be kept becomes a word to look at everything, and messages of another kind stay', async () => {
  const { change, message } = start({ mostWaiting: 10 });
  message('end');
  for (let index = 0; index < 100; index += 1) change(`change ${index}`);
  await vi.waitFor(() => expect(payloads().toSorted()).toEqual(['end', MISSED_PAYLOAD].toSorted()), PATIENCE);
  change('later');
  await vi.waitFor(() => expect(payloads().at(-1)).toBe('later'), PATIENCE);
});

test('what was announced while the database was away is made up for by a word to look, once it is back', async () => {
  const proxy = await startProxy();
  const { change, message, errors } = start({ connectionString: proxy.connectionString });
  change('before');
  await vi.waitFor(() => expect(payloads()).toEqual(['before']), PATIENCE);
  proxy.cut();
  change('lost');
  message('end');
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), PATIENCE);
  for (let index = 0; index < 5_000; index += 1) change(`lost ${index}`);
  proxy.mend();
  await vi.waitFor(() => expect(payloads().toSorted()).toEqual(['before', 'end', MISSED_PAYLOAD].toSorted()), PATIENCE);
  change('after');
  await vi.waitFor(() => expect(payloads().at(-1)).toBe('after'), PATIENCE);
});

test('all who watch look again when somebody may have missed something', async () => {
  const { change } = start();
  let gaps = 0;
  const subscribed = Promise.withResolvers<void>();
  const stop = database.changes.subscribe('somebody', {
    onChange: () => undefined,
    onGap() {
      gaps += 1;
      subscribed.resolve();
    },
  });
  await subscribed.promise;
  change(MISSED_PAYLOAD);
  await vi.waitFor(() => expect(gaps).toBe(2), PATIENCE);
  stop();
});
