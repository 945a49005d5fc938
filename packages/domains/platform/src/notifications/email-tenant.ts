import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { enqueueEmail, findEmailBrand, renderEmail } from '@leadlock/identity/emails';
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
  { subject, paragraphs }: { subject: string; paragraphs: readonly string[] },
): Promise<void> {
  const wished = await findRecipients(trx, tenantId, await findSettings(trx, tenantId));
  const recipients = await withinDailyLimit(system, trx, tenantId, wished);
  if (recipients.length === 0) return;
  const email = renderEmail({
    brand: await findEmailBrand(system, trx, tenantId),
    subject,
    paragraphs,
    action: { label: 'View notifications', url: `${system.settings.dashboardUrl}/notifications` },
    footnote: 'Manage these emails in your notification settings.',
  });
  for (const to of recipients) await enqueueEmail(system, trx, { to, ...email });
}
