import { PRODUCT_BRAND, renderEmail, type RenderedEmail } from '../emails/index.ts';

/** Nothing in it was chosen by whoever signed up: the address may be somebody else's. */
export const renderVerification = (url: string): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: 'Verify your email address',
    paragraphs: [
      `This address was used to create a ${PRODUCT_BRAND.name} account.`,
      'If that was you, verify it with the link below. It works once, within the next 24 hours.',
    ],
    action: { label: 'Verify email address', url },
    footnote: 'If it was not you, ignore this email: without the link, the address is not used for anything.',
  });

export const renderSignUpNotice = (dashboardUrl: string): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: `You already have a ${PRODUCT_BRAND.name} account`,
    paragraphs: [
      `Somebody tried to create a ${PRODUCT_BRAND.name} account with this address, which already has one.`,
      'If it was you, sign in with the account you have. If you forgot your password, choose a new one on the sign-in page.',
    ],
    action: { label: 'Sign in', url: `${dashboardUrl}/sign-in` },
    footnote: 'If it was not you, ignore this email: your account stays as it is.',
  });
