/** The kind of DNS record that leads to a host: a name cannot stand for an address. */
export function recordType(host: string): 'A' | 'AAAA' | 'CNAME' {
  if (host.includes(':')) return 'AAAA';
  return /^\d+(\.\d+){3}$/.test(host) ? 'A' : 'CNAME';
}
