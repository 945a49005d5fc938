import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fetchTyped } from './fetch-typed.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an answer that does not begin in time is given up', async () => {
  const url = await serve(() => undefined);
  await expect(fetchTyped(fetch, `${url}/calls/export`, 'text/csv', { timeoutMs: 50 })).rejects.toThrow(
    `Can’t connect to ${url}: timed out`,
  );
});

test('an answer that has begun may take its time', async () => {
  let finish = (): void => undefined;
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' }).write('id\n');
    finish = () => response.end('1\n');
  });
  const response = await fetchTyped(fetch, url, 'text/csv', { timeoutMs: 5_000 });
  finish();
  expect(await response.text()).toBe('id\n1\n');
});

test('a page is not taken for what was asked for', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>');
  });
  await expect(fetchTyped(fetch, `${url}/calls/export`, 'text/csv')).rejects.toThrow(
    `${url} is not a Leadlock API (status 200)`,
  );
});
