export interface OutgoingEmail {
  to: string;
  /** The display name of the sender: the product's, or an agency's brand. The address is the installation's own. */
  fromName?: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  /** The same key is sent once, however often it is asked for. */
  idempotencyKey: string;
}

/** Sends email. Throws ProviderError. */
export interface EmailProvider {
  send(email: OutgoingEmail): Promise<{ id: string }>;
}
