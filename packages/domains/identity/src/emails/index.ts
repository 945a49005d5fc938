export { PRODUCT_BRAND, type EmailBrand } from './brand.ts';
export type { EmailAction, EmailContent, EmailSection } from './email-content.ts';
export { findDashboardUrl } from './find-dashboard-url.ts';
export { findEmailBrand } from './find-email-brand.ts';
export { nameInEmail } from './name-in-email.ts';
export { renderEmail, type RenderedEmail } from './render-email.ts';
export { RESERVED_DOMAIN } from './reserved-address.ts';
export { admitEmail } from './solicited-emails.ts';
export { enqueueEmail, sealedEmails, sendEmail, sendEmailJob, type EmailToSend } from './send-email.ts';
