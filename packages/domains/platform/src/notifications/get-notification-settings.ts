import type { TenantContext } from '@leadlock/context/context';
import type { NotificationSettingsResponse } from './schemas.ts';
import { ensureSettings, toSettingsResponse } from './settings.ts';

/** The tenant's settings; their defaults are stored when they are first asked for. */
export async function getNotificationSettings(ctx: TenantContext): Promise<NotificationSettingsResponse> {
  return toSettingsResponse(await ensureSettings(ctx.db, ctx.tenant.id));
}
