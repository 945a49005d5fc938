import type { SystemContext } from '@leadlock/context/context';
import type { z } from 'zod';
import type { switchedOffJob } from './switched-off-job.ts';

type SwitchedOff = z.output<typeof switchedOffJob.payload>;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** E-mails the tenant's owners that their webhook was switched off; each of them once, however often the job runs. */
export async function tellOwnersSwitchedOff(system: SystemContext, switchedOff: SwitchedOff): Promise<void> {
  const { tenant_id: tenantId, url, failing_since: since, switched_off_at: at } = switchedOff;
  const owners = await system.db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .execute();
  const words = [
    `Your webhook ${url} has failed since ${since}, so it was switched off.`,
    `Enable it again in the settings when it works: ${system.settings.dashboardUrl}`,
    'Events that did not arrive are kept in the delivery log and can be sent again from there.',
  ];
  for (const { id, email } of owners) {
    await system.providers.email.send({
      to: email,
      subject: 'Your webhook was switched off',
      text: words.join('\n\n'),
      html: words.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n'),
      idempotencyKey: `webhook-switched-off:${tenantId}:${at}:${id}`,
    });
  }
}
