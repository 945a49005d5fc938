import type { TenantContext } from '@leadlock/context/context';
import { invalidField } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import {
  NotificationFrequency,
  type NotificationSettingsResponse,
  type NotificationSettingsUpdate,
} from './schemas.ts';
import { ensureSettings, toSettingsResponse } from './settings.ts';

/** Changes the fields that are given. What waits to be sent by email keeps the time that it was given. */
export function updateNotificationSettings(
  ctx: TenantContext,
  changes: NotificationSettingsUpdate,
): Promise<NotificationSettingsResponse> {
  const { additional_emails, notification_frequency, ...rest } = changes;
  if (notification_frequency != null && !NotificationFrequency.safeParse(notification_frequency).success) {
    const message = `Must be ${NotificationFrequency.options.join(', ')}`;
    throw invalidField(['body', 'notification_frequency'], message, notification_frequency);
  }
  const given = Object.entries({ ...rest, notification_frequency }).filter(([, value]) => value != null);
  return withTransaction(ctx.db, async (trx) => {
    await ensureSettings(trx, ctx.tenant.id);
    const row = await trx
      .updateTable('notification_settings')
      .set({
        ...Object.fromEntries(given),
        ...(additional_emails ? { additional_emails: JSON.stringify(additional_emails) } : {}),
        updated_at: ctx.clock.now(),
      })
      .where('tenant_id', '=', ctx.tenant.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toSettingsResponse(row);
  });
}
