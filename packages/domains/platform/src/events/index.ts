export { EVENT_PAYLOADS, type EventPayload, type EventType } from './event-types.ts';
export { recordEvent, type NewEvent } from './record-event.ts';
