import { nameInEmail, renderEmail, type EmailBrand, type RenderedEmail } from '../emails/index.ts';

export interface Invitation {
  brand: EmailBrand;
  /** The account that the person is invited to. */
  tenantName: string;
  /** Null for somebody without a name, and for an API key. */
  inviterName: string | null;
  url: string;
}

const FOOTNOTE = 'If you didn’t expect this invitation, you can ignore this email.';

const subjectOf = (account: string, inviterName: string | null): string =>
  inviterName === null ? `You’re invited to ${account}` : `${nameInEmail(inviterName)} invited you to ${account}`;

const invitedTo = (account: string, { brand, inviterName }: Omit<Invitation, 'url'>): string =>
  inviterName === null
    ? `You’ve been invited to join ${account} on ${brand.name}`
    : `${nameInEmail(inviterName)} invited you to join ${account} on ${brand.name}`;

export function renderInvitation({ url, ...invitation }: Invitation): RenderedEmail {
  const account = nameInEmail(invitation.tenantName);
  return renderEmail({
    brand: invitation.brand,
    subject: subjectOf(account, invitation.inviterName),
    paragraphs: [
      `${invitedTo(account, invitation)}.`,
      'Use the link below to choose a password. It works once and expires in 7 days.',
    ],
    action: { label: 'Accept invitation', url },
    footnote: FOOTNOTE,
  });
}

/** For somebody who has an account: an address has one, and the invitation cannot be accepted with it. */
export function renderUnusableInvitation(invitation: Omit<Invitation, 'url'>): RenderedEmail {
  const account = nameInEmail(invitation.tenantName);
  return renderEmail({
    brand: invitation.brand,
    subject: subjectOf(account, invitation.inviterName),
    paragraphs: [
      `${invitedTo(account, invitation)}, but this email address already belongs to another account.`,
      'To join, ask for an invitation to a different email address.',
    ],
    footnote: FOOTNOTE,
  });
}
