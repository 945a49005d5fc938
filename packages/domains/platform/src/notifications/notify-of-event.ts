import { endReasonText } from '@leadlock/core/call-end-reasons';
import { formatPhone } from '@leadlock/core/format-phone';
import { onEvent, type EventPayload, type EventType } from '../events/index.ts';
import { notify, type NewNotification } from './notify.ts';

type Told = Omit<NewNotification, 'tenantId' | 'at'>;
type Tellers = { [Type in EventType]?: (payload: EventPayload<Type>, at: Date) => Told | null };

const minutes = (seconds: number): string =>
  seconds < 60
    ? `${seconds} second${seconds === 1 ? '' : 's'}`
    : `${Math.round(seconds / 60)} minute${seconds < 90 ? '' : 's'}`;

/** Which events people are told of, and in what words. What somebody does on purpose to try things out is none. */
const TELLERS: Tellers = {
  'call.completed': (call) =>
    call.direction === 'inbound'
      ? {
          type: 'call.new',
          occasion: call.call_id,
          title: `Call from ${formatPhone(call.from_number)}`,
          body: `Your agent spoke with ${formatPhone(call.from_number)} for ${minutes(call.duration_seconds)}.`,
          metadata: { call_id: call.call_id, agent_id: call.agent_id },
        }
      : null,
  'call.failed': (call) => {
    // Nobody picking up is what happens to outgoing calls; an incoming one that ends so was lost.
    const wasLost = call.direction === 'inbound' || (call.direction === 'outbound' && call.status === 'failed');
    if (!wasLost) return null;
    const other =
      call.direction === 'inbound' ? `from ${formatPhone(call.from_number)}` : `to ${formatPhone(call.to_number)}`;
    return {
      type: 'call.failed',
      occasion: call.call_id,
      title: `Call ${other} failed`,
      body: endReasonText(call.end_reason, call.direction) ?? `It ended with the status “${call.status}”.`,
      metadata: { call_id: call.call_id, agent_id: call.agent_id, status: call.status },
    };
  },
  'call.analyzed': ({ call_id, summary, outcome }) => ({
    type: 'call.summary',
    occasion: call_id,
    title: `Call summary: ${outcome}`,
    body: summary,
    metadata: { call_id },
  }),
  'usage.limit_reached': ({ limit, used, allowed }, at) => ({
    type: 'usage.limit_reached',
    // Once a day: the limit stays reached, and every further use says so again.
    occasion: `${limit} ${at.toISOString().slice(0, 10)}`,
    title: `Limit reached: ${limit}`,
    body: `You have used ${used} of ${allowed}.`,
    metadata: { limit, used, allowed },
  }),
};

const tellingOf = <Type extends EventType>(type: Type, payload: EventPayload<Type>, at: Date): Told | null =>
  TELLERS[type]?.(payload, at) ?? null;

/** Tells the tenant's people of an event, if it is one that they are told of. */
export const notifyOfEvent = onEvent(
  Object.keys(TELLERS) as EventType[],
  'notifications.notify-of-event',
  async ({ db }, { tenantId, type, payload, occurredAt }) => {
    const told = tellingOf(type, payload, occurredAt);
    if (told !== null) await notify(db, { ...told, tenantId, at: occurredAt });
  },
);
