/** The settings that decide whether a notification goes out by email, too. */
type EmailSwitch = 'email_new_call' | 'email_call_summary' | 'email_low_balance';

/** What people are told, with the setting that governs its email: `always` for what needs somebody to act. */
export const NOTIFICATION_TYPES = {
  'call.new': 'email_call_summary',
  'call.failed': 'email_new_call',
  'call.summary': 'email_call_summary',
  'usage.limit_reached': 'email_low_balance',
  'integration.broken': 'always',
  'agent.not_copied': 'always',
  'invite.accepted': 'always',
  'webhook.switched_off': 'always',
  'custom_domain.failing': 'always',
  'custom_domain.lost': 'always',
} as const satisfies Record<string, EmailSwitch | 'always'>;

export type NotificationType = keyof typeof NOTIFICATION_TYPES;
