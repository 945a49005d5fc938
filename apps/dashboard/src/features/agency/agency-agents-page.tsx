export function AgencyAgentsPage() {
  return null;
}
