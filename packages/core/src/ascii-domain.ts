/** What a domain may be written with. The URL parser would drop or understand the rest: slashes, ports, line breaks. */
const DOMAIN_TEXT = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9-]{1,63}$/;

/** The domain as DNS knows it (`xn--…`); null for what is no domain with a dot in it. Needs no more time than it is long. */
export function asciiDomain(domain: string): string | null {
  if (!DOMAIN_TEXT.test(domain)) return null;
  let host: string;
  try {
    host = new URL(`https://${domain}`).hostname;
  } catch {
    return null;
  }
  const labels = host.split('.');
  const isDomain =
    labels.length > 1 && labels.every((label) => LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-'));
  // Four numbers are an address, and no top-level domain begins with a digit or is a single letter.
  return isDomain && /^[a-z][a-z0-9-]/.test(labels.at(-1) ?? '') ? host : null;
}
