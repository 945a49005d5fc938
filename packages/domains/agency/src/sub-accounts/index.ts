export { createSubAccount } from './create-sub-account.ts';
export { findSubAccounts as listSubAccounts, findSubAccount as getSubAccount, requireSubAccount } from './queries.ts';
