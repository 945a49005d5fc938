import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { notify } from '../notifications/notify.ts';
import { addressOf } from './address.ts';
import { ENDPOINT_OF, failPendingDeliveries, findEndpoint, openSigningSecrets } from './endpoint.ts';
import { GIVE_UP_AFTER_MS, LEASE_MS, QUICK_ANSWER_MS, RETRY_DELAYS_MS, SEND_TIMEOUT_MS } from './retry-schedule.ts';
import { sendMessage, type Destination, type SendOutcome, type WebhookMessage } from './send-message.ts';

export interface DeliveryTurn {
  tenantId: string;
  deliveryId: string;
  /** How many attempts there had been when this one was planned: of two jobs for one attempt, the second does nothing. */
  attemptsBefore: number;
}

interface BegunAttempt extends DeliveryTurn {
  message: WebhookMessage;
  endpointId: string;
  destination: Destination;
  /** The endpoint's address as it was stored when the attempt began; by now it may have another one. */
  storedUrl: string | null;
}

/** HTTP's way to say that a receiver is gone for good, and wants to be asked no more. */
const GONE = 410;

/** A test goes to an endpoint that is not enabled too, is never repeated, and says nothing about the endpoint. */
export const TEST_EVENT = 'webhook.test';
export const TEST_PAYLOAD = { message: 'This is a test. Your webhook works.' };

const ofDelivery = ({ tenantId, deliveryId }: DeliveryTurn) => ({ tenant_id: tenantId, id: deliveryId });

const failDelivery = (trx: Db, turn: DeliveryTurn, reason: string, now: Date) =>
  trx
    .updateTable('webhook_deliveries')
    .set({ status: 'failed', next_attempt_at: null, leased_until: null, last_error: reason, updated_at: now })
    .where((eb) => eb.and(ofDelivery(turn)))
    .execute();

/** Counts the attempt before anything is sent, so that one that is cut off is not taken for one that never was. */
function beginAttempt(system: SystemContext, turn: DeliveryTurn): Promise<BegunAttempt | null> {
  const now = system.clock.now();
  return withTransaction(system.db, async (trx) => {
    const delivery = await trx
      .updateTable('webhook_deliveries')
      .set({
        attempt_count: turn.attemptsBefore + 1,
        leased_until: new Date(now.getTime() + LEASE_MS),
        is_replay_due: false,
        updated_at: now,
      })
      .where((eb) => eb.and(ofDelivery(turn)))
      .where('status', '=', 'pending')
      .where('attempt_count', '=', turn.attemptsBefore)
      .returning(['event_id', 'event_type', 'attempt_count', ENDPOINT_OF.as('endpoint')])
      .executeTakeFirst();
    if (!delivery) return null;
    const endpoint = await findEndpoint(trx, turn.tenantId, delivery.endpoint);
    const address = endpoint && addressOf(system, endpoint);
    if (!endpoint || !address || (!endpoint.is_enabled && delivery.event_type !== TEST_EVENT)) {
      await failDelivery(trx, turn, endpoint ? 'The webhook was disabled' : 'The webhook was deleted', now);
      return null;
    }
    const event = await trx
      .selectFrom('events')
      .select(['payload', 'occurred_at'])
      .where('tenant_id', '=', turn.tenantId)
      .where('id', '=', delivery.event_id)
      .executeTakeFirst();
    if (!event) {
      await failDelivery(trx, turn, 'The event is no longer stored', now);
      return null;
    }
    await trx
      .insertInto('webhook_attempts')
      .values({
        tenant_id: turn.tenantId,
        delivery_id: turn.deliveryId,
        attempt: delivery.attempt_count,
        url: address.url,
        started_at: now,
      })
      .execute();
    const message = {
      id: delivery.event_id,
      type: delivery.event_type,
      payload: event.payload,
      occurredAt: event.occurred_at,
      attempt: delivery.attempt_count,
    };
    const destination = { ...address, secrets: openSigningSecrets(system, endpoint, now) };
    return { ...turn, message, endpointId: endpoint.id, destination, storedUrl: endpoint.url };
  });
}

interface GivenUp {
  tenantId: string;
  endpointId: string;
  url: string;
  failingSince: Date;
  isGone: boolean;
}

/** Gives an endpoint up: nothing more is sent to it, and its owners are told. Returns the reason for the log. */
async function switchOff(system: SystemContext, trx: Db, endpoint: GivenUp): Promise<string> {
  const { tenantId, endpointId, url, failingSince, isGone } = endpoint;
  const now = system.clock.now();
  const reason = isGone
    ? 'The endpoint returned status 410 (Gone), so the webhook was disabled'
    : 'The webhook failed for five days and was disabled';
  await trx
    .updateTable('webhook_endpoints')
    .set({ is_enabled: false, switched_off_at: now, updated_at: now })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', endpointId)
    .execute();
  await failPendingDeliveries(trx, { tenant_id: tenantId, id: endpointId }, reason, now);
  const what = isGone ? `${url} returned status 410 (Gone).` : `${url} has failed since ${failingSince.toISOString()}.`;
  await notify(trx, {
    tenantId,
    type: 'webhook.switched_off',
    occasion: `${endpointId}:${now.toISOString()}`,
    title: 'Your webhook was disabled',
    body:
      `${what} Once the endpoint works again, enable the webhook in the settings. Undelivered events stay in the ` +
      'delivery log for 30 days and can be resent.',
    metadata: { url, failing_since: failingSince.toISOString() },
    at: now,
  });
  return reason;
}

/**
 * Notes how the endpoint works, or since when it does not; one that has failed for too long, or says that it is gone, is
 * disabled. Returns why it was, or null.
 */
async function judgeEndpoint(
  system: SystemContext,
  trx: Db,
  begun: BegunAttempt,
  outcome: SendOutcome,
): Promise<string | null> {
  if (begun.message.type === TEST_EVENT) return null;
  const now = system.clock.now();
  const isQuick = outcome.succeeded && outcome.durationMs <= QUICK_ANSWER_MS;
  const endpoint = await trx
    .updateTable('webhook_endpoints')
    .set((eb) => ({
      failing_since: outcome.succeeded ? null : eb.fn.coalesce(eb.ref('failing_since'), eb.val(now)),
      is_quick: isQuick,
    }))
    .where('tenant_id', '=', begun.tenantId)
    .where('id', '=', begun.endpointId)
    .where('url', '=', begun.storedUrl)
    .where('is_enabled', '=', true)
    // An endpoint that goes on working as it did has nothing to be written down.
    .$if(outcome.succeeded, (query) =>
      query.where((eb) => eb.or([eb('failing_since', 'is not', null), eb('is_quick', '!=', isQuick)])),
    )
    .returning('failing_since')
    .executeTakeFirst();
  const failingSince = endpoint?.failing_since;
  if (!failingSince) return null;
  const isGone = outcome.statusCode === GONE;
  if (!isGone && now.getTime() - failingSince.getTime() < GIVE_UP_AFTER_MS) return null;
  const { tenantId, endpointId, destination } = begun;
  return switchOff(system, trx, { tenantId, endpointId, url: destination.url, failingSince, isGone });
}

/** What becomes of a delivery after an attempt: it has arrived, there is another one later, or none. */
function afterAttempt(
  outcome: SendOutcome,
  { isLast, retriesBefore, now }: { isLast: boolean; retriesBefore: number; now: Date },
) {
  if (outcome.succeeded) return { status: 'delivered', next_attempt_at: null, delivered_at: now };
  const delay = isLast ? undefined : RETRY_DELAYS_MS[retriesBefore];
  const next =
    delay === undefined
      ? { status: 'failed', next_attempt_at: null }
      : { status: 'pending', next_attempt_at: new Date(now.getTime() + delay) };
  return { ...next, retry_count: retriesBefore + 1 };
}

async function finishAttempt(system: SystemContext, begun: BegunAttempt, outcome: SendOutcome): Promise<void> {
  const now = system.clock.now();
  await withTransaction(system.db, async (trx) => {
    // The endpoint before its deliveries, as all who lock both do.
    const switchedOff = await judgeEndpoint(system, trx, begun, outcome);
    const delivery = await trx
      .selectFrom('webhook_deliveries')
      .select(['status', 'attempt_count', 'retry_count', 'is_replay_due'])
      .where((eb) => eb.and(ofDelivery(begun)))
      .forUpdate()
      .executeTakeFirst();
    if (!delivery) return;
    await trx
      .updateTable('webhook_attempts')
      .set({
        finished_at: now,
        duration_ms: outcome.durationMs,
        status_code: outcome.statusCode,
        error: outcome.error,
        response_excerpt: outcome.responseExcerpt,
      })
      .where('tenant_id', '=', begun.tenantId)
      .where('delivery_id', '=', begun.deliveryId)
      .where('attempt', '=', begun.message.attempt)
      .execute();
    // Switching off has just failed what was pending, this one too.
    const isOpen = delivery.status === 'pending' || switchedOff !== null;
    const isCurrent = isOpen && delivery.attempt_count === begun.message.attempt;
    // A replay that was asked for meanwhile is still to come, whatever became of an attempt that began before.
    if (!isCurrent && (!outcome.succeeded || delivery.is_replay_due)) return;
    const isLast = switchedOff !== null || begun.message.type === TEST_EVENT;
    await trx
      .updateTable('webhook_deliveries')
      .set({
        leased_until: null,
        last_status_code: outcome.statusCode,
        last_error: switchedOff ?? outcome.error,
        updated_at: now,
        // A replay that was asked for has set the rest.
        ...(delivery.is_replay_due ? {} : afterAttempt(outcome, { isLast, retriesBefore: delivery.retry_count, now })),
      })
      .where((eb) => eb.and(ofDelivery(begun)))
      .execute();
  });
}

/**
 * Makes one attempt at a delivery and writes down how it went. Null when there was nothing to do: another job has made
 * this attempt, or the webhook is disabled.
 */
export async function attemptDelivery(
  system: SystemContext,
  turn: DeliveryTurn,
  { timeoutMs = SEND_TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<SendOutcome | null> {
  const begun = await beginAttempt(system, turn);
  if (begun === null) return null;
  const outcome = await sendMessage(system.providers.outboundHttp, begun.destination, begun.message, {
    now: system.clock.now(),
    timeoutMs,
  });
  await finishAttempt(system, begun, outcome);
  return outcome;
}
