import { asciiDomain } from '@leadlock/core/ascii-domain';

/**
 * The one spelling of a domain: in lower case, as DNS knows it, without the dot that may end a full name. Text that is no
 * domain stays as it is.
 */
export function normalDomain(text: string): string {
  const domain = text.trim().toLowerCase().replace(/\.$/, '');
  return asciiDomain(domain) ?? domain;
}
