import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { enqueueEmail, findEmailBrand, renderEmail } from '@leadlock/identity/emails';
import { findRecipients } from './recipients.ts';
import { findSettings } from './settings.ts';

/** Leaves an email for each of the tenant's recipients, to be sent once the transaction commits. */
export async function emailTenant(
  system: SystemContext,
  trx: Db,
  tenantId: string,
  { subject, paragraphs }: { subject: string; paragraphs: readonly string[] },
): Promise<void> {
  const recipients = await findRecipients(trx, tenantId, await findSettings(trx, tenantId));
  if (recipients.length === 0) return;
  const email = renderEmail({
    brand: await findEmailBrand(system, trx, tenantId),
    subject,
    paragraphs,
    action: { label: 'Open notifications', url: `${system.settings.dashboardUrl}/notifications` },
    footnote: 'The notification settings decide what you are told by email, and when.',
  });
  for (const to of recipients) await enqueueEmail(system, trx, { to, ...email });
}
