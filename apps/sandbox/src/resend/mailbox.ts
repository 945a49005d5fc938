import { createHash, randomUUID } from 'node:crypto';
import type { EmailRequest } from './email-request.ts';
import { ResendError } from './resend-error.ts';

export interface SentEmail extends EmailRequest {
  id: string;
  createdAt: string;
}

/** How long the same idempotency key means the same email. */
const KEY_LIFE_MS = 24 * 60 * 60 * 1000;
const MAX_KEPT = 500;
const MAX_KEY_LENGTH = 256;

interface UsedKey {
  emailId: string;
  requestHash: string;
  usedAt: number;
}

/** Everything that was sent, the newest last, and the keys under which it was. */
export class Mailbox {
  readonly emails = new Map<string, SentEmail>();
  readonly #keys = new Map<string, UsedKey>();

  /** Takes an email, or names the one that was taken before under the same key. @throws ResendError. */
  send(request: EmailRequest, idempotencyKey: string | undefined): string {
    if (idempotencyKey === undefined) return this.#keep(request);
    if (idempotencyKey.length === 0 || idempotencyKey.length > MAX_KEY_LENGTH) {
      throw new ResendError(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.');
    }
    const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const used = this.#keys.get(idempotencyKey);
    if (used !== undefined && Date.now() - used.usedAt < KEY_LIFE_MS) {
      if (used.requestHash === requestHash) return used.emailId;
      throw new ResendError(
        409,
        'invalid_idempotent_request',
        'Same idempotency key used with a different request payload.',
      );
    }
    const emailId = this.#keep(request);
    this.#keys.set(idempotencyKey, { emailId, requestHash, usedAt: Date.now() });
    return emailId;
  }

  clear(): void {
    this.emails.clear();
    this.#keys.clear();
  }

  #keep(request: EmailRequest): string {
    const id = randomUUID();
    this.emails.set(id, { ...request, id, createdAt: new Date().toISOString() });
    for (const oldest of this.emails.keys()) {
      if (this.emails.size <= MAX_KEPT) break;
      this.emails.delete(oldest);
    }
    return id;
  }
}
