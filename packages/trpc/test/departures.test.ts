import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RestReply } from '../src/rest/reply.ts';
import { expectNoDeadlyErrors } from './deadly-errors.ts';
import { fragile } from './router.ts';
import { startServer, useServer } from './server.ts';

const server = await useServer();
expectNoDeadlyErrors();

/** Sends a request and breaks the connection: at once, or when a part of the answer is there. */
async function leave(path: string, when: 'at once' | 'while it is sent'): Promise<void> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  if (when === 'while it is sent') await once(socket, 'data');
  socket.resetAndDestroy();
}

describe('a stream that fails when it is let go', () => {
  it('is let go when only the head was asked for', async () => {
    const before = fragile.closed;
    const answer = await server.send('HEAD', '/fragile');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers['content-type']).toBe('audio/mpeg');
    await expect.poll(() => fragile.closed).toBe(before + 1);
  });

  it.each(['at once', 'while it is sent'] as const)('is let go when its reader leaves %s', async (when) => {
    const before = { closed: fragile.closed, finished: server.finished.length };
    await leave('/fragile', when);
    await expect.poll(() => server.finished.length).toBeGreaterThan(before.finished);
    await expect.poll(() => fragile.closed).toBe(before.closed + 1);
    expect(server.errors).toEqual([]);
  });

  it('costs nobody anything while nobody reads it', async () => {
    const body = new Readable({ read: () => undefined });
    const reply = new RestReply(body);
    body.destroy(new Error('The vendor hung up'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(reply.body).toBe(body);
  });
});

describe('whoever leaves', () => {
  it.each(['/big', '/export', '/events', '/recording', '/go', '/things/', '/trpc/things.special', '/none'])(
    'an answer of %s is no error of ours',
    async (path) => {
      const before = server.finished.length;
      for (let count = 0; count < 5; count += 1) await leave(path, 'at once');
      await expect.poll(() => server.finished.length).toBeGreaterThanOrEqual(before + 5);
      expect(server.errors.splice(0)).toEqual([]);
    },
  );
});

describe('what fails while something is answered', () => {
  it('costs neither the answer nor the process', async () => {
    const failing = await startServer({
      onError() {
        throw new Error('the log is full');
      },
    });
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    expect(await failing.get('/errors/unknown')).toMatchObject({
      status: 500,
      json: { detail: 'Internal Server Error' },
    });
    await expect.poll(() => warnings.map(({ message }) => message)).toContain('the log is full');
    process.off('warning', onWarning);
    await failing.close();
  });

  it('is answered with 500 where the error itself cannot be told', async () => {
    const failing = await startServer({
      runIdempotently() {
        throw Object.defineProperty(new Error(), 'cause', {
          get() {
            throw new Error('no cause can be read');
          },
        });
      },
    });
    const answer = await failing.post(
      '/access/pay',
      { cents: 1 },
      { authorization: 'Bearer owner', 'idempotency-key': 'k' },
    );
    expect(answer).toMatchObject({ status: 500, json: { detail: 'Internal Server Error' } });
    await failing.close();
  });
});
