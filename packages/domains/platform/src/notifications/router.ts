import { Id } from '@leadlock/core/id';
import { adminProcedure, agencyOwnerProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { clearReadNotifications } from './clear-read-notifications.ts';
import { countUnreadAgencyNotifications } from './count-unread-agency-notifications.ts';
import { countUnreadNotifications } from './count-unread-notifications.ts';
import { deleteNotification } from './delete-notification.ts';
import { getNotificationSettings } from './get-notification-settings.ts';
import { listAgencyNotifications } from './list-agency-notifications.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllNotificationsRead } from './mark-all-notifications-read.ts';
import { markNotificationRead } from './mark-notification-read.ts';
import {
  ListNotificationsInput,
  NotificationListResponse,
  NotificationSettingsResponse,
  NotificationSettingsUpdate,
  UnreadCountResponse,
  type NotificationResponse,
} from './schemas.ts';
import { updateNotificationSettings } from './update-notification-settings.ts';

const tag = 'Notifications';
const subAccounts = 'Agencies can name a sub-account in `X-Sub-Account-Id`.';
const perPerson =
  'Each user has their own read state. An API key acts for the account: what it reads is read for all users.';
const NotificationPath = z.object({ notification_id: Id });
const Done = z.object({ success: z.literal(true) });
const done = { success: true } as const;

const example: NotificationResponse = {
  id: '019ac2f7-9d4e-7b1a-8c3f-2e5d7a9b1c30',
  tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
  type: 'call.failed',
  title: 'Call from +1 (212) 555-0123 failed',
  body: 'The voice provider could not be reached.',
  metadata: { call_id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e', agent_id: null, status: 'failed' },
  is_read: false,
  created_at: '2026-11-24T15:05:07.000Z',
  source_account_name: null,
};
const onNotification = { request: { notification_id: example.id }, response: done };

const settingsExample: NotificationSettingsResponse = {
  id: '019ac2f8-0e5f-7c2b-9d40-3f6e8b0c2d41',
  tenant_id: example.tenant_id,
  email_new_call: true,
  email_call_summary: true,
  email_low_balance: true,
  email_weekly_digest: false,
  additional_emails: ['office@brightsmile.example'],
  quiet_hours_enabled: true,
  quiet_hours_start: '22:00:00',
  quiet_hours_end: '07:00:00',
  quiet_hours_timezone: 'America/New_York',
  notification_frequency: 'immediate',
  sms_enabled: false,
  created_at: '2026-11-24T15:00:00.000Z',
  updated_at: '2026-11-24T15:00:00.000Z',
};

export const notificationsRouter = router({
  list: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/notifications/in-app',
        tag,
        summary: 'List notifications',
        description: `The account’s notifications, newest first, with the total number of unread ones. ${perPerson} Notifications are kept for a year, those read or deleted for all users for 90 days. ${subAccounts}`,
        example: {
          request: { limit: 20, offset: 0 },
          response: { notifications: [example], total: 1, unread_count: 1 },
        },
      }),
    )
    .input(ListNotificationsInput)
    .output(NotificationListResponse)
    .query(({ ctx, input }) => listNotifications(ctx.tenantContext, input)),

  listAggregate: agencyOwnerProcedure
    .meta(
      op({
        method: 'GET',
        path: '/notifications/in-app/aggregate',
        tag,
        summary: 'List notifications of all sub-accounts',
        description:
          'The notifications of an agency and all its sub-accounts, newest first. `source_account_name` is the ' +
          'sub-account’s name, or null for the agency’s own. Agency owners only. `X-Sub-Account-Id` has no effect.',
        example: {
          request: { limit: 20, offset: 0 },
          response: {
            notifications: [{ ...example, source_account_name: 'Bright Smile Dental' }],
            total: 1,
            unread_count: 1,
          },
        },
      }),
    )
    .input(ListNotificationsInput)
    .output(NotificationListResponse)
    .query(({ ctx, input }) => listAgencyNotifications(ctx.tenantContext, input)),

  countUnreadAggregate: agencyOwnerProcedure
    .meta(
      op({
        method: 'GET',
        path: '/notifications/in-app/aggregate/unread-count',
        tag,
        summary: 'Count unread notifications of all sub-accounts',
        description: 'The number of unread notifications of an agency and all its sub-accounts. Agency owners only.',
        example: { response: { unread_count: 3 } },
      }),
    )
    .output(UnreadCountResponse)
    .query(({ ctx }) => countUnreadAgencyNotifications(ctx.tenantContext)),

  clear: tenantProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/notifications/in-app/clear',
        tag,
        summary: 'Delete read notifications',
        description: `Deletes the notifications you have read and keeps unread ones. Other users still see them. With an API key, deletes those that are read for all users. ${subAccounts}`,
        example: { response: { success: true, deleted: 12 } },
      }),
    )
    .output(Done.extend({ deleted: z.int() }))
    .mutation(async ({ ctx }) => ({ ...done, deleted: await clearReadNotifications(ctx.tenantContext) })),

  markAllRead: tenantProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/notifications/in-app/read-all',
        tag,
        summary: 'Mark all notifications as read',
        description: `Marks all notifications of the account as read. ${perPerson} ${subAccounts}`,
        example: { response: { success: true, updated: 3 } },
      }),
    )
    .output(Done.extend({ updated: z.int() }))
    .mutation(async ({ ctx }) => ({ ...done, updated: await markAllNotificationsRead(ctx.tenantContext) })),

  countUnread: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/notifications/in-app/unread-count',
        tag,
        summary: 'Count unread notifications',
        description: `The number of unread notifications. ${perPerson} Fast enough to poll every few seconds. ${subAccounts}`,
        example: { response: { unread_count: 3 } },
      }),
    )
    .output(UnreadCountResponse)
    .query(({ ctx }) => countUnreadNotifications(ctx.tenantContext)),

  delete: tenantProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/notifications/in-app/{notification_id}',
        tag,
        summary: 'Delete a notification',
        description:
          'Deletes a notification, read or unread, for all users of the account. If its email hasn’t been sent yet, it ' +
          'won’t be.',
        example: onNotification,
      }),
    )
    .input(NotificationPath)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await deleteNotification(ctx.tenantContext, input.notification_id);
      return done;
    }),

  markRead: tenantProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/notifications/in-app/{notification_id}/read',
        tag,
        summary: 'Mark a notification as read',
        description: `Marks a notification as read. ${perPerson} Repeating the request has no effect.`,
        example: onNotification,
      }),
    )
    .input(NotificationPath)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await markNotificationRead(ctx.tenantContext, input.notification_id);
      return done;
    }),

  getSettings: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/notifications/settings',
        tag,
        summary: 'Get notification settings',
        description: `Which events the account’s owners are emailed about, and when. New accounts have default settings. ${subAccounts}`,
        example: { response: settingsExample },
      }),
    )
    .output(NotificationSettingsResponse)
    .query(({ ctx }) => getNotificationSettings(ctx.tenantContext)),

  updateSettings: adminProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/notifications/settings',
        bodyRequired: true,
        tag,
        summary: 'Update notification settings',
        description:
          'Updates the fields you send. Emails are sent immediately, or as a digest every day or every Monday at 8:00 in ' +
          '`quiet_hours_timezone`. Emails due during quiet hours are sent when they end. Notifications that require action ' +
          `are always sent. ${subAccounts}`,
        example: {
          request: { notification_frequency: 'immediate', quiet_hours_enabled: true },
          response: settingsExample,
        },
      }),
    )
    .input(NotificationSettingsUpdate)
    .output(NotificationSettingsResponse)
    .mutation(({ ctx, input }) => updateNotificationSettings(ctx.tenantContext, input)),
});
