/** The tags of the reference that are built; each of their operations is there, or stands in `LEFT_OUT`. */
export const BUILT_TAGS: readonly string[] = [
  'Account',
  'Agency',
  'Api',
  'Auth',
  'Compliance',
  'Health',
  'Issues',
  'Notifications',
  'Onboarding',
  'Setup',
  'Stats',
  'Tenants',
];

/** Operations of built tags that are not there, as `GET /path`, each with the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'POST /auth/signup-pending': 'Leads to Stripe’s checkout and opens the account once it is paid: comes with billing.',
};
