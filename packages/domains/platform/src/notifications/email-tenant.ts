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
  const email = renderEmail({
    action: {
      label: 'View notifications',
      url: `${await findDashboardUrl(system, trx, tenantId)}/notifications`,
    },
    ...content,
    brand: await findEmailBrand(system, trx, tenantId),
    footnote: 'Manage these emails in your notification settings.',
  });
  for (const to of recipients) await enqueueEmail(system, trx, { to, ...email });
}
