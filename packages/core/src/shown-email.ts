import { domainToUnicode } from 'node:url';

/** An address that is kept in its one spelling as people read it: `info@xn--mller-kva.example` is `info@müller.example`. */
export function shownEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  // Most are of ASCII letters, and asking costs more than looking.
  if (!domain.includes('xn--')) return email;
  return `${email.slice(0, at + 1)}${domainToUnicode(domain) || domain}`;
}
