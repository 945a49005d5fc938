export function ReportIssuePage() {
  return null;
}
