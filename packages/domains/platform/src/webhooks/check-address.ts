import type { TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { refuseAddress, type Address, type AddressField } from './address.ts';
import { TEST_EVENT, TEST_PAYLOAD } from './attempt-delivery.ts';
import { sendMessage } from './send-message.ts';

/** Somebody is waiting for the form to be saved. */
const TIMEOUT_MS = 5_000;

/**
 * Sends a signed `webhook.test` event to an address that is about to be saved. Any response will do: a server that is there
 * and does not know the path yet is for its owner to finish. It must not be called in a transaction, which would wait for it.
 * @throws validation error at `field` for an address that nothing answers at, or that is not public
 */
export async function checkAddress(
  ctx: Pick<TenantContext, 'providers' | 'clock'>,
  address: Address,
  secrets: readonly [string, ...string[]],
  field: AddressField,
): Promise<void> {
  const now = ctx.clock.now();
  const message = { id: newId(), type: TEST_EVENT, payload: TEST_PAYLOAD, occurredAt: now, attempt: 1 };
  const outcome = await sendMessage(ctx.providers.outboundHttp, { ...address, secrets }, message, {
    now,
    timeoutMs: TIMEOUT_MS,
  });
  if (!outcome.hasAnswered) refuseAddress(field, outcome.error ?? 'Couldn’t connect to the endpoint');
}
