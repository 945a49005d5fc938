import { describe, expect, test } from 'vitest';
import { readOwnUrl } from './own-url.ts';

const read = (own: string | undefined, shared = 'wss://gateway.example.com') =>
  readOwnUrl({ OWN_GATEWAY_URL: own, PUBLIC_GATEWAY_URL: shared });

describe('the own address of a gateway', () => {
  test('is below the host that all share, or that host with a path or port of its own', () => {
    expect(read(undefined)).toBeNull();
    expect(read('wss://g1.gateway.example.com/')).toBe('wss://g1.gateway.example.com');
    expect(read('wss://gateway.example.com/g1')).toBe('wss://gateway.example.com/g1');
    expect(read('ws://localhost:8005', 'ws://localhost:8001')).toBe('ws://localhost:8005');
  });

  test.each(['wss://g1.gateway.example.com/?region=eu', 'wss://g1.gateway.example.com/#eu'])(
    'is not %s, behind which no path can be put',
    (own) => expect(() => read(own)).toThrow('query or fragment'),
  );

  test.each(['wss://g1.example.com', 'wss://eviltgateway.example.com', 'ws://g1.gateway.example.com'])(
    'is not %s, which no page may connect to',
    (own) => expect(() => read(own)).toThrow('PUBLIC_GATEWAY_URL'),
  );
});
