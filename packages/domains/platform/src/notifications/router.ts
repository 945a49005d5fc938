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
const subAccounts = 'An agency that names a sub-account in `X-Sub-Account-Id` gets that one’s.';
const NotificationPath = z.object({ notification_id: Id });
const Done = z.object({ success: z.literal(true) });
const done = { success: true } as const;

const example: NotificationResponse = {
  id: '019ac2f7-9d4e-7b1a-8c3f-2e5d7a9b1c30',
  tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
  type: 'call.failed',
  title: 'A call from +12125550123 failed',
  body: 'The call from +12125550123 ended with the status “failed” (provider_error).',
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
        description: `What the people of the account were told, the newest first, with how many are unread in all. What was read is kept for 90 days, what nobody reads for a year. ${subAccounts}`,
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
        summary: 'List the notifications of all sub-accounts',
        description:
          'What an agency and all its sub-accounts were told, the newest first; `source_account_name` says which ' +
          'sub-account, and is null for the agency’s own. For the agency’s owner alone. A sub-account that ' +
          'the request names changes nothing.',
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
        summary: 'Count the unread notifications of all sub-accounts',
        description:
          'How many notifications of an agency and all its sub-accounts nobody has read. For the agency’s owner ' +
          'alone.',
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
        summary: 'Delete what has been read',
        description: `Deletes all notifications that have been read and keeps the unread ones. ${subAccounts}`,
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
        description: `Marks every notification of the account as read, for all its people. ${subAccounts}`,
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
        description: `How many notifications nobody has read: cheap enough to ask every few seconds. ${subAccounts}`,
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
          'Deletes one notification, read or not, for all people of the account. If it was still to be sent by email, ' +
          'it is not.',
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
        description: 'Marks one notification as read, for all people of the account. Doing it again changes nothing.',
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
        summary: 'Get the notification settings',
        description: `What the account’s owners are told by email, and when. An account that never changed them has the defaults. ${subAccounts}`,
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
        summary: 'Change the notification settings',
        description:
          'Changes the fields that are sent. Emails go out at once, or gathered every day or every Monday at 8:00 of ' +
          '`quiet_hours_timezone`; what falls into the quiet hours goes out at their end. What people must act on is ' +
          `sent whatever the switches say. ${subAccounts}`,
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
