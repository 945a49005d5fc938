import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { useServer } from './server.ts';

const server = await useServer();

const SIZE = 8_000_000;

/** Sends a whole body before it reads a byte of the answer, and gives its first line. */
async function writeThenRead(path: string, headers: string[]): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  const head = [`POST ${path} HTTP/1.1`, 'host: x', `content-length: ${SIZE}`, ...headers].join('\r\n');
  socket.write(`${head}\r\n\r\n`);
  const piece = Buffer.alloc(100_000, 'a');
  for (let sent = 0; sent < SIZE; sent += piece.length) {
    await new Promise<void>((resolve, reject) => socket.write(piece, (error) => (error ? reject(error) : resolve())));
  }
  const answered = once(socket, 'data');
  socket.resume();
  const [first] = (await answered) as [Buffer];
  socket.destroy();
  return first.toString().split('\r\n', 1)[0] ?? '';
}

describe('a client that sends everything before it reads', () => {
  it.each([
    ['who may not come in', '/own-files', 'multipart/form-data; boundary=b', 401],
    ['whose body is too large', '/things/', 'application/json', 413],
    ['whose type nobody reads', '/things/', 'text/plain', 415],
    ['whose procedure call is too large', '/trpc/things.create', 'application/json', 413],
    ['who asks for nothing that exists', '/none', 'application/json', 404],
  ])('and %s sees the answer, not a broken connection', async (_who, path, type, status) => {
    for (let count = 0; count < 5; count += 1) {
      expect(await writeThenRead(path, [`content-type: ${type}`])).toMatch(`HTTP/1.1 ${status} `);
    }
  });

  it('goes on with its connection afterwards', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    const body = 'a'.repeat(300_000);
    socket.write(`POST /own-files HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n`);
    socket.write(`content-length: ${body.length}\r\n\r\n${body}GET /things/special HTTP/1.1\r\nhost: x\r\n\r\n`);
    await expect.poll(() => text).toMatch(/^HTTP\/1\.1 401 [\s\S]*HTTP\/1\.1 200 [\s\S]*\{"special":true\}$/);
    socket.destroy();
  });
});

describe('a client that asks before it sends', () => {
  const ask = (path: string, headers: Record<string, string>, body: string) =>
    new Promise<{ status: number; continued: boolean; connection: string | undefined }>((resolve, reject) => {
      let continued = false;
      const req = request(`${server.url}${path}`, {
        method: 'POST',
        headers: { expect: '100-continue', 'content-length': Buffer.byteLength(body), ...headers },
      });
      req.on('continue', () => {
        continued = true;
        req.end(body);
      });
      req.on('response', (res) => {
        res.resume();
        req.destroy();
        resolve({ status: res.statusCode ?? 0, continued, connection: res.headers.connection });
      });
      req.on('error', reject);
      req.flushHeaders();
    });

  it('is told to go on where its body is wanted', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await ask('/things/', json, '{"name":"a"}')).toMatchObject({ status: 201, continued: true });
    expect(await ask('/trpc/things.create', json, '{"name":"a"}')).toMatchObject({ status: 200, continued: true });
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
    expect(await ask('/files', multipart, '--b--\r\n')).toMatchObject({ status: 422, continued: true });
  });

  it('is refused without sending anything', async () => {
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
    const refused = { continued: false, connection: 'close' };
    expect(await ask('/own-files', multipart, 'a'.repeat(1_000))).toEqual({ status: 401, ...refused });
    expect(await ask('/things/', { 'content-type': 'text/plain' }, 'a')).toEqual({ status: 415, ...refused });
    expect(await ask('/trpc/things.create', { 'content-type': 'text/plain' }, 'a')).toEqual({
      status: 415,
      ...refused,
    });
  });
});
