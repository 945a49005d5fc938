import { PRODUCT_BRAND, renderEmail, type EmailBrand, type RenderedEmail } from '../emails/index.ts';

/** Nothing in it was chosen by whoever asked for it: the address may be somebody else's. */
export const renderChangeLink = (url: string): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: 'Confirm your new email address',
    paragraphs: [
      `Someone asked to sign in to ${PRODUCT_BRAND.name} with this email address from now on.`,
      'If that was you, confirm it with the link below while you’re signed in. It works once and expires in 24 hours.',
    ],
    action: { label: 'Confirm email address', url },
    footnote: 'If this wasn’t you, you can ignore this email.',
  });

export const renderTakenNotice = (): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: `You already have a ${PRODUCT_BRAND.name} account`,
    paragraphs: [
      `Someone tried to use this email address for another ${PRODUCT_BRAND.name} account, but it belongs to yours.`,
      'If that was you, change the email address of this account first.',
    ],
    footnote: 'If this wasn’t you, you can ignore this email. Your account hasn’t changed.',
  });

export const renderChangeNotice = (brand: EmailBrand): RenderedEmail =>
  renderEmail({
    brand,
    subject: 'Your email address was changed',
    paragraphs: [
      `You now sign in to ${brand.name} with a different email address. This address no longer works.`,
      'If this wasn’t you, contact an owner of your account right away.',
    ],
  });
