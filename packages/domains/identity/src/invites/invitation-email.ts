import { nameInEmail, renderEmail, type EmailBrand, type RenderedEmail } from '../emails/index.ts';

export interface Invitation {
  brand: EmailBrand;
  /** The account that the person is invited to. */
  tenantName: string;
  url: string;
}

export function renderInvitation({ brand, tenantName, url }: Invitation): RenderedEmail {
  const account = nameInEmail(tenantName);
  return renderEmail({
    brand,
    subject: `You are invited to ${account}`,
    paragraphs: [
      `You are invited to join ${account} on ${brand.name}.`,
      'Choose a password with the link below. It works once, within the next 7 days.',
    ],
    action: { label: 'Accept the invitation', url },
    footnote: 'If you did not expect this invitation, you can ignore this email.',
  });
}

/** For somebody who has an account: an address has one, and the invitation cannot be accepted with it. */
export function renderUnusableInvitation({ brand, tenantName }: Omit<Invitation, 'url'>): RenderedEmail {
  const account = nameInEmail(tenantName);
  return renderEmail({
    brand,
    subject: `You are invited to ${account}`,
    paragraphs: [
      `You are invited to join ${account} on ${brand.name}, but this email address belongs to another account already.`,
      'To join, ask for an invitation to a different address.',
    ],
    footnote: 'If you did not expect this invitation, you can ignore this email.',
  });
}
