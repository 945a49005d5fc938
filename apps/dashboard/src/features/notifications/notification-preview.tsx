export function NotificationPreview() {
  return null;
}
