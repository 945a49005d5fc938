import { expect, test } from 'vitest';
import { isPublicHost } from './branding-public-host.ts';

test.each(['voice.example.com', '203.0.113.7', '172.32.0.1', '[2001:db8::7]', 'localhost.example.com', '11.0.0.1'])(
  'a domain can lead to %s',
  (host) => {
    expect(isPublicHost(host)).toBe(true);
  },
);

test.each([
  'localhost',
  'LOCALHOST',
  'app.localhost',
  'api',
  'box.local',
  'api.internal',
  '127.0.0.1',
  '127.1.2.3',
  '0.0.0.0',
  '10.1.2.3',
  '192.168.0.10',
  '172.16.0.1',
  '172.31.255.255',
  '169.254.1.1',
  '[::1]',
  '::1',
  '[fd12:3456::1]',
  '[fe80::1]',
])('no domain can lead to %s', (host) => {
  expect(isPublicHost(host)).toBe(false);
});
