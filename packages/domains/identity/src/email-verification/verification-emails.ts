import { PRODUCT_BRAND, renderEmail, type RenderedEmail } from '../emails/index.ts';

/** Nothing in it was chosen by whoever signed up: the address may be somebody else's. */
export const renderVerification = (url: string): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: 'Verify your email address',
    paragraphs: [
      `This email address was used to create a ${PRODUCT_BRAND.name} account.`,
      'If that was you, verify your address with the link below. It works once and expires in 24 hours.',
    ],
    action: { label: 'Verify email address', url },
    footnote: 'If this wasn’t you, you can ignore this email.',
  });

export const renderSignUpNotice = (dashboardUrl: string): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: `You already have a ${PRODUCT_BRAND.name} account`,
    paragraphs: [
      `Someone tried to create a ${PRODUCT_BRAND.name} account with this email address, but you already have one.`,
      'If that was you, sign in to your existing account. If you forgot your password, you can reset it on the sign-in page.',
    ],
    action: { label: 'Sign in', url: `${dashboardUrl}/sign-in` },
    footnote: 'If this wasn’t you, you can ignore this email. Your account hasn’t changed.',
  });
