/** How the API refuses to act for an account. The dashboard tells by these words that it has to leave one. */
export const ACCOUNT_REFUSALS = {
  noAccess: 'No access to this sub-account',
  deleted: 'This account was deleted. It is read-only.',
} as const;
