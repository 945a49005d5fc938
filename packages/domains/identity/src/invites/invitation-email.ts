import { renderEmail, type EmailBrand, type RenderedEmail } from '../emails/index.ts';

export interface Invitation {
  brand: EmailBrand;
  /** The account that the person is invited to. */
  tenantName: string;
  url: string;
}

export const renderInvitation = ({ brand, tenantName, url }: Invitation): RenderedEmail =>
  renderEmail({
    brand,
    subject: `You are invited to ${tenantName}`,
    paragraphs: [
      `You are invited to join ${tenantName} on ${brand.name}.`,
      'Choose a password with the link below. It works once, within the next 7 days.',
    ],
    action: { label: 'Accept the invitation', url },
    footnote: 'If you did not expect this, ignore it: without you nothing happens.',
  });
