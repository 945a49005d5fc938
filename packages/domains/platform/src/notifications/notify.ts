import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { emailTime } from './email-time.ts';
import { NOTIFICATION_TYPES, type NotificationType } from './notification-types.ts';
import { findSettings } from './settings.ts';

export interface NewNotification {
  tenantId: string;
  type: NotificationType;
  /** What it is about, such as a call's id: the tenant is told once of each occasion of a type. */
  occasion: string;
  /** A few words, no full stop. */
  title: string;
  body: string;
  /** Ids that lead to what it is about. */
  metadata?: Record<string, unknown>;
  /** When it happened. */
  at: Date;
}

async function emailDueAt(db: Db, tenantId: string, type: NotificationType, at: Date): Promise<Date | null> {
  const governedBy = NOTIFICATION_TYPES[type];
  const settings = await findSettings(db, tenantId);
  return governedBy === 'always' || settings[governedBy] ? emailTime(db, settings, at) : null;
}

/**
 * Tells the people of a tenant something, in the app and, as their settings want it, by email. `db` is the transaction
 * of what happened, so that neither is there without the other.
 * @returns false when they have been told already, also where somebody has deleted it
 */
export async function notify(db: Db, notification: NewNotification): Promise<boolean> {
  const { tenantId, type, occasion, title, body, metadata = {}, at } = notification;
  const inserted = await db
    .insertInto('notifications')
    .values({
      tenant_id: tenantId,
      id: newId(),
      type,
      occasion,
      title,
      body,
      metadata: JSON.stringify(metadata),
      email_due_at: await emailDueAt(db, tenantId, type, at),
      created_at: at,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'type', 'occasion']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}
