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
    subject: `You’re invited to ${account}`,
    paragraphs: [
      `You’ve been invited to join ${account} on ${brand.name}.`,
      'Use the link below to choose a password. It works once and expires in 7 days.',
    ],
    action: { label: 'Accept invitation', url },
    footnote: 'If you didn’t expect this invitation, you can ignore this email.',
  });
}

/** For somebody who has an account: an address has one, and the invitation cannot be accepted with it. */
export function renderUnusableInvitation({ brand, tenantName }: Omit<Invitation, 'url'>): RenderedEmail {
  const account = nameInEmail(tenantName);
  return renderEmail({
    brand,
    subject: `You’re invited to ${account}`,
    paragraphs: [
      `You’ve been invited to join ${account} on ${brand.name}, but this email address already belongs to another account.`,
      'To join, ask for an invitation to a different email address.',
    ],
    footnote: 'If you didn’t expect this invitation, you can ignore this email.',
  });
}
