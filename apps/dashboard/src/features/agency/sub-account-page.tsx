export function SubAccountPage() {
  return null;
}
