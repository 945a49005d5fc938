export { NotificationSettingsUpdate } from '@leadlock/platform/notifications/schemas';
