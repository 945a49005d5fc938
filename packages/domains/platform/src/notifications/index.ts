export { followTimeZone } from './follow-time-zone.ts';
export { notify, type NewNotification } from './notify.ts';
export type { NotificationType } from './notification-types.ts';
export { sendDueEmails } from './send-due-emails.ts';
