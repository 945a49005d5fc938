export function NotificationSettingsPage() {
  return null;
}
