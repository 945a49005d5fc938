import { z } from 'zod';
import { asciiDomain } from './ascii-domain.ts';

/** RFC 5321: of the local part, and of a whole path without its brackets. */
const MAX_LOCAL_LENGTH = 64;
export const MAX_EMAIL_LENGTH = 254;

/** RFC 5322 `dot-atom`. Quoted local parts and those beyond ASCII are left out: mail providers refuse them. */
const ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/i;

const isAtom = (text: string): boolean => ATOM.test(text);

interface Parts {
  local: string;
  /** As DNS knows it. */
  domain: string;
}

function parse(text: string): Parts | null {
  if (text.length > MAX_EMAIL_LENGTH) return null;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (local.length > MAX_LOCAL_LENGTH || !local.split('.').every(isAtom)) return null;
  const domain = asciiDomain(text.slice(at + 1));
  return domain === null || local.length + 1 + domain.length > MAX_EMAIL_LENGTH ? null : { local, domain };
}

/** Whether the text is an address of RFC 5322 atoms at a domain of any script: `o'neil+a&b@müller.example`. */
export const isEmailAddress = (text: string): boolean => parse(text) !== null;

/**
 * The one spelling under which an address is kept, looked up and written to: in lower case, its domain as DNS knows it.
 * Text that is no address stays as it is.
 */
export function canonicalEmail(text: string): string {
  const parts = parse(text);
  return parts === null ? text : `${parts.local.toLowerCase()}@${parts.domain}`;
}

/** The address as mail servers take it: the domain as DNS knows it. Text that is no address stays as it is. */
export function deliverableEmail(text: string): string {
  const parts = parse(text);
  return parts === null ? text : `${parts.local}@${parts.domain}`;
}

const refuseOtherText = (payload: z.core.ParsePayload<string>): void => {
  if (isEmailAddress(payload.value)) return;
  payload.issues.push({ code: 'invalid_format', format: 'email', origin: 'string', input: payload.value });
};

/** An address that is to be shown as somebody typed it. */
export const TypedEmailAddress = z.string().trim().check(refuseOtherText).meta({ format: 'email' });

/** An address that somebody is known by, in its one spelling; `shownEmail` makes it readable again. */
export const EmailAddress = z
  .string()
  .trim()
  .overwrite(canonicalEmail)
  .check(refuseOtherText)
  .meta({ format: 'email' });
