import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import {
  enqueueEmail,
  findDashboardUrl,
  findEmailBrand,
  renderEmail,
  type EmailContent,
} from '@leadlock/identity/emails';
import { findRecipients } from './recipients.ts';
import { findSettings } from './settings.ts';
import { withinDailyLimit } from './within-daily-limit.ts';

/**
 * Leaves an email for each of the tenant's recipients within the daily limit, to be sent once the transaction commits.
 * `trx` must be a system transaction.
 */
export async function emailTenant(
  system: SystemContext,
  trx: Db,
  tenantId: string,
  content: Pick<EmailContent, 'subject' | 'paragraphs' | 'sections' | 'action'>,
): Promise<void> {
  const wished = await findRecipients(trx, tenantId, await findSettings(trx, tenantId));
  const recipients = await withinDailyLimit(system, trx, tenantId, wished);
  if (recipients.length === 0) return;
  const dashboardUrl = await findDashboardUrl(system, trx, tenantId);
  const email = renderEmail({
    action: { label: 'View notifications', url: `${dashboardUrl}/notifications` },
    ...content,
    brand: await findEmailBrand(system, trx, tenantId),
    footnoteLink: { label: 'Notification settings', url: `${dashboardUrl}/settings/notifications` },
  });
  for (const to of recipients) await enqueueEmail(system, trx, { to, ...email });
}
