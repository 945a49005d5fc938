export function AgencyOverviewPage() {
  return null;
}
