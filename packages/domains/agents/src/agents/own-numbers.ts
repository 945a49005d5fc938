import { AppError, type FieldError } from '@leadlock/core/errors';
import { readPhoneNumber } from '@leadlock/core/phone';
import type { Db } from '@leadlock/db/client';
import type { AgentSettings } from './settings.ts';

/**
 * Refuses targets that are the agent's own numbers: a call that is passed on to one would come back to it.
 * @throws validation error that names the targets
 */
export async function requireOtherNumbers(
  db: Db,
  { tenantId, agentId }: { tenantId: string; agentId: string },
  { transfer_targets: targets }: Pick<AgentSettings, 'transfer_targets'>,
): Promise<void> {
  const numbers = (targets ?? []).map(({ number }) => readPhoneNumber(number)?.number ?? number);
  if (numbers.length === 0) return;
  const rows = await db
    .selectFrom('phone_numbers')
    .select('phone_number')
    .where('user_tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .where('phone_number', 'in', numbers)
    .execute();
  const own = new Set(rows.map(({ phone_number }) => phone_number));
  const fields = numbers.flatMap((number, index): FieldError[] =>
    own.has(number)
      ? [
          {
            loc: ['body', 'transfer_targets', index, 'number'],
            msg: 'The agent itself answers this number',
            type: 'value_error',
            input: targets?.[index]?.number,
          },
        ]
      : [],
  );
  if (fields.length > 0) throw new AppError('validation', 'Validation failed', { fields });
}
