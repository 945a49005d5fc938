import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An IPv6 network is one customer, who may use every address of it. */
const IPV6_CUSTOMER_BITS = 64;

const BRACKETED = /^\[([^[\]]*)\](?::\d{1,5})?$/;
const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/;

/**
 * The address in a form that some proxy writes: with a port (`192.0.2.1:4711`), in brackets (`[2001:db8::1]:443`), in quotes,
 * with a zone (`fe80::1%eth0`), or IPv4 as IPv6 writes it. Null for anything else.
 */
export function readAddress(text: string): string | null {
  const unquoted = text.trim().replaceAll('"', '');
  const host = BRACKETED.exec(unquoted)?.[1] ?? IPV4_WITH_PORT.exec(unquoted)?.[1] ?? unquoted;
  const [address = ''] = host.split('%', 1);
  return isIP(address) === 0 ? null : ipaddr.process(address).toString();
}

/**
 * The addresses of an `X-Forwarded-For` header, the nearest proxy's last, as plain ones. What stands left of something that is
 * no address is left out with it: whoever wrote that did not know where the request came from.
 */
export function readForwardedFor(header: string): string[] {
  const addresses: string[] = [];
  for (const text of header.split(',').toReversed()) {
    const address = readAddress(text);
    if (address === null) break;
    addresses.unshift(address);
  }
  return addresses;
}

/** What counts as one client among addresses: an IPv4 address, or a network of IPv6. */
export function clientNetwork(ip: string): string {
  const plain = readAddress(ip);
  if (plain === null) return 'unknown';
  const address = ipaddr.parse(plain);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${plain}/${IPV6_CUSTOMER_BITS}`).toString()}/${IPV6_CUSTOMER_BITS}`;
}
