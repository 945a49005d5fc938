import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { httpRequest } from '../src/request.ts';

test('an IPv4 client of a socket that speaks IPv6 too is known by its own address', async () => {
  const server = createServer((req, res) => res.end(httpRequest(req, res).ip)).listen(0, '::');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('127.0.0.1');
    expect(await (await fetch(`http://[::1]:${port}`)).text()).toBe('::1');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
