import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { upstream } from '@leadlock/core/errors';
import { requireNumbersAccount } from '@leadlock/crm/integrations';
import { ProviderError, type CarrierNumber, type TelephonyCredentials } from '@leadlock/providers/contracts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { trunkProblem, webhookProblems, webhooksOf } from './number-webhooks.ts';
import type { TwilioNumberList } from './schemas.ts';

async function fetchNumbers(ctx: TenantContext, credentials: TelephonyCredentials): Promise<CarrierNumber[]> {
  try {
    return await ctx.providers.telephony.listNumbers(credentials);
  } catch (error) {
    if (error instanceof ProviderError) throw upstream('Twilio didn’t return the account’s numbers', error);
    throw error;
  }
}

/** Of an imported number, what was changed since; of any other, what keeps it from being imported. */
function problemsOf(ctx: TenantContext, number: CarrierNumber, ownerId: string | null): string[] {
  if (ownerId !== null) return webhookProblems(number, webhooksOf(ctx, ownerId));
  if (!number.capabilities.voice) return ['This number doesn’t support calls.'];
  return number.trunkSid === null ? [] : [`This number ${trunkProblem(number.trunkSid)}.`];
}

/**
 * The numbers of the tenant's Twilio account, and which of them it may still import. Of an account that its agency has
 * assigned to it, without the numbers of the agency and its other sub-accounts.
 */
export async function listTwilioNumbers(ctx: TenantContext): Promise<z.input<typeof TwilioNumberList>> {
  const credentials = await requireNumbersAccount(ctx);
  const carried = await fetchNumbers(ctx, credentials);
  // Whether somebody else holds a number has to be known; who it is stays unsaid.
  const held = await allTenants(ctx)
    .selectFrom('phone_numbers')
    .select(['id', 'phone_number', 'tenant_id', 'user_tenant_id'])
    .where(sql<boolean>`phone_number = ANY (${carried.map(({ phoneNumber }) => phoneNumber)}::text[])`)
    .execute();
  const holders = new Map(held.map((row) => [row.phone_number, row]));
  const isOthers = ({ phoneNumber }: CarrierNumber): boolean => {
    const holder = holders.get(phoneNumber);
    return holder !== undefined && holder.tenant_id !== ctx.tenant.id && holder.user_tenant_id !== ctx.tenant.id;
  };
  const ownsAccount = credentials.tenantId === ctx.tenant.id;
  const numbers = ownsAccount ? carried : carried.filter((number) => !isOthers(number));
  return {
    numbers: numbers.map((number) => {
      const holder = isOthers(number) ? undefined : holders.get(number.phoneNumber);
      const isFree = !holders.has(number.phoneNumber) && number.capabilities.voice && number.trunkSid === null;
      return {
        sid: number.sid,
        phone_number: number.phoneNumber,
        friendly_name: number.friendlyName,
        capabilities: number.capabilities,
        status: holder ? 'imported' : isFree ? 'available' : 'unavailable',
        phone_number_id: holder?.id ?? null,
        problems: problemsOf(ctx, number, holder?.tenant_id ?? null),
      };
    }),
    total: numbers.length,
  };
}
