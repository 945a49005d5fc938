export function SubAccountsPage() {
  return null;
}
