import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { clientNetwork, readAddress, readForwardedFor } from '../src/client-address.ts';
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

test.each([
  ['192.0.2.1', '192.0.2.1'],
  [' 192.0.2.1 ', '192.0.2.1'],
  ['192.0.2.1:4711', '192.0.2.1'],
  ['"192.0.2.1:4711"', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:DB8:0::1]:443', '2001:db8::1'],
  ['"[2001:db8::1]:443"', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['[fe80::1%25eth0]:80', 'fe80::1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['[::ffff:c000:201]:80', '192.0.2.1'],
  ['192.0.2.1%x', '192.0.2.1'],
  ['', null],
  ['unknown', null],
  ['_hidden', null],
  ['1', null],
  ['0x7f.1', null],
  ['192.0.2.256', null],
  ['192.0.2.1:port', null],
  ['192.0.2.1:123456', null],
  ['[192.0.2.1', null],
  ['for=192.0.2.1', null],
  ['example.com', null],
  ['x'.repeat(100_000), null],
])('the address in %j is %s', (text, address) => {
  expect(readAddress(text)).toBe(address);
});

test.each<[string, string[]]>([
  ['203.0.113.9, 192.0.2.1', ['203.0.113.9', '192.0.2.1']],
  ['203.0.113.9:1234,[2001:db8::1]:443', ['203.0.113.9', '2001:db8::1']],
  ['<script>, 203.0.113.9', ['203.0.113.9']],
  ['198.51.100.1, unknown, 203.0.113.9', ['203.0.113.9']],
  ['203.0.113.9, garbage', []],
  [',', []],
  ['', []],
])('X-Forwarded-For: %s names %j', (header, addresses) => {
  expect(readForwardedFor(header)).toEqual(addresses);
});

test('a network of IPv6 is one client, an IPv4 address is itself however it is written', () => {
  expect(clientNetwork('2001:db8:1:2:3:4:5:6')).toBe(clientNetwork('2001:db8:1:2::1'));
  expect(clientNetwork('2001:db8:1:2::1')).not.toBe(clientNetwork('2001:db8:1:3::1'));
  for (const text of ['::ffff:192.0.2.1', '192.0.2.1:80', '::ffff:c000:201'])
    expect(clientNetwork(text)).toBe('192.0.2.1');
  for (const text of ['', 'unknown', 'x']) expect(clientNetwork(text)).toBe('unknown');
});
