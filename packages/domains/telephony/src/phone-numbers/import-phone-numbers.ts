import type { TenantContext } from '@leadlock/context/context';
import { AppError, badRequest, conflict, notFound, upstream } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { requireNumbersAccount, type TwilioCredentials } from '@leadlock/crm/integrations';
import { ProviderError, type CarrierNumber } from '@leadlock/providers/contracts';
import { getPhoneNumber } from './get-phone-number.ts';
import { monthlyCostCents } from './monthly-cost.ts';
import { trunkProblem, webhooksOf } from './number-webhooks.ts';
import type { PhoneNumberResponse } from './schemas.ts';

async function askTwilio<Result>(sid: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.status === 404) throw notFound(`Twilio number ${sid}`);
    throw upstream(`Twilio: ${error.message}`, error);
  }
}

/** Enters the number; for one that the tenant holds already, what Twilio says of it now. */
async function keepNumber(
  ctx: TenantContext,
  credentials: TwilioCredentials,
  number: CarrierNumber,
): Promise<{ id: string; isNew: boolean }> {
  const { voice, sms, mms } = number.capabilities;
  const facts = {
    twilio_sid: number.sid,
    // An agency's integration cannot be named in a sub-account's row; the tenant's account is found without.
    integration_id: credentials.tenantId === ctx.tenant.id ? credentials.integrationId : null,
    voice_capable: voice,
    sms_capable: sms,
    mms_capable: mms,
    is_active: true,
    updated_at: ctx.clock.now(),
  };
  const id = newId();
  const inserted = await ctx.db
    .insertInto('phone_numbers')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      user_tenant_id: ctx.tenant.id,
      phone_number: number.phoneNumber,
      friendly_name: number.friendlyName,
      monthly_cost_cents: monthlyCostCents(number.phoneNumber),
      ...facts,
    })
    .onConflict((existing) => existing.column('phone_number').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return { id, isNew: true };
  const own = await ctx.db
    .updateTable('phone_numbers')
    .set(facts)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('phone_number', '=', number.phoneNumber)
    .returning('id')
    .executeTakeFirst();
  if (!own) throw conflict(`${number.phoneNumber} is already used by another account`);
  return { id: own.id, isNew: false };
}

/** One number: entered first, so that nobody else's is redirected; its webhooks set; forgotten again if that fails. */
async function importNumber(
  ctx: TenantContext,
  credentials: TwilioCredentials,
  sid: string,
): Promise<PhoneNumberResponse> {
  const { telephony } = ctx.providers;
  const number = await askTwilio(sid, () => telephony.fetchNumber(credentials, sid));
  if (!number.capabilities.voice) throw new AppError('bad_request', `${number.phoneNumber} doesn’t support calls`);
  // Who has set up a trunk has phones behind it, which would fall silent.
  if (number.trunkSid !== null) throw badRequest(`${number.phoneNumber} ${trunkProblem(number.trunkSid)}`);
  const { id, isNew } = await keepNumber(ctx, credentials, number);
  try {
    await askTwilio(sid, () => telephony.setNumberWebhooks(credentials, sid, webhooksOf(ctx, ctx.tenant.id)));
  } catch (error) {
    if (isNew) {
      await ctx.db.deleteFrom('phone_numbers').where('tenant_id', '=', ctx.tenant.id).where('id', '=', id).execute();
    }
    throw error;
  }
  return getPhoneNumber(ctx, id);
}

interface Failure {
  sid: string;
  error: AppError;
}

/** An error that says what was imported and what was not; its kind is that of the first failure. */
function partialImport(imported: PhoneNumberResponse[], [first, ...more]: [Failure, ...Failure[]]): AppError {
  const failed = [first, ...more].map(({ sid, error }) => `${sid}: ${error.message}`).join('; ');
  const done = imported.map((number) => number.phone_number).join(', ');
  const message = done === '' ? `Not imported: ${failed}` : `Imported: ${done}. Not imported: ${failed}`;
  return new AppError(first.error.kind, message, { cause: first.error });
}

/**
 * Takes numbers over from the tenant's Twilio account, its own or one assigned to it, and points them at us,
 * without the applications and fallbacks that would come before our addresses. Each stands alone: when some fail, the others stay, and the error names both. Importing a number again only sets it up again.
 */
export async function importPhoneNumbers(ctx: TenantContext, sids: readonly string[]): Promise<PhoneNumberResponse[]> {
  const credentials = await requireNumbersAccount(ctx);
  const imported: PhoneNumberResponse[] = [];
  const failures: Failure[] = [];
  for (const sid of new Set(sids)) {
    try {
      imported.push(await importNumber(ctx, credentials, sid));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failures.push({ sid, error });
    }
  }
  const [first, ...more] = failures;
  if (first) throw partialImport(imported, [first, ...more]);
  return imported;
}
