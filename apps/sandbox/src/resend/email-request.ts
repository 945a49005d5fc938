import { z } from 'zod';
import { ResendError } from './resend-error.ts';

/** Domains whose owner has proved to Resend that they are theirs. */
export const VERIFIED_DOMAINS: ReadonlySet<string> = new Set(['leadlock.example']);
const MAX_RECIPIENTS = 50;

const ADDRESS = /^(?:[^<>\r\n]*<([^<>\s@]+@[^<>\s@.]+(?:\.[^<>\s@.]+)+)>|([^<>\s@]+@[^<>\s@.]+(?:\.[^<>\s@.]+)+))$/;

const addressOf = (text: string): string | null => {
  const match = ADDRESS.exec(text.trim());
  return match?.[1] ?? match?.[2] ?? null;
};

const Recipients = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());

const tagText = z.string().regex(/^[\w-]{1,256}$/);

/** `SendEmailRequest` of Resend's published description, without templates and attachments. */
const EmailRequest = z.strictObject({
  from: z.string(),
  to: Recipients,
  subject: z.string(),
  html: z.string().optional(),
  text: z.string().optional(),
  cc: Recipients.optional(),
  bcc: Recipients.optional(),
  reply_to: Recipients.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  tags: z.array(z.object({ name: tagText, value: tagText })).optional(),
});
export type EmailRequest = z.infer<typeof EmailRequest>;

function requireAddresses(field: string, addresses: readonly string[]): void {
  if (addresses.length > MAX_RECIPIENTS) {
    throw new ResendError(422, 'validation_error', `The \`${field}\` field must have at most ${MAX_RECIPIENTS} items.`);
  }
  if (addresses.every((address) => addressOf(address) !== null)) return;
  throw new ResendError(
    422,
    'validation_error',
    `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
  );
}

function requireVerifiedDomain(from: string): void {
  const address = addressOf(from);
  if (address === null) {
    throw new ResendError(
      422,
      'invalid_from_address',
      'Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.',
    );
  }
  const domain = address.slice(address.indexOf('@') + 1).toLowerCase();
  if (VERIFIED_DOMAINS.has(domain)) return;
  throw new ResendError(
    403,
    'validation_error',
    `The ${domain} domain is not verified. Please, add and verify your domain on https://resend.com/domains`,
  );
}

/** The body of a request to send, or Resend's refusal. */
export function readEmailRequest(body: unknown): EmailRequest {
  const missing = ['from', 'to', 'subject'].filter(
    (field) => typeof body !== 'object' || body === null || !(field in body),
  );
  if (missing.length > 0) {
    throw new ResendError(422, 'missing_required_field', `Missing \`${missing.join('`, `')}\` field.`);
  }
  const parsed = EmailRequest.safeParse(body);
  if (!parsed.success) throw new ResendError(422, 'validation_error', z.prettifyError(parsed.error));
  const email = parsed.data;
  if (email.html === undefined && email.text === undefined) {
    throw new ResendError(422, 'validation_error', 'Missing `html` or `text` field.');
  }
  requireVerifiedDomain(email.from);
  requireAddresses('to', email.to);
  requireAddresses('cc', email.cc ?? []);
  requireAddresses('bcc', email.bcc ?? []);
  requireAddresses('reply_to', email.reply_to ?? []);
  return email;
}
