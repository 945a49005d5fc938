export function AgencyUsagePage() {
  return null;
}
