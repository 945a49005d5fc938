export { EVENT_PAYLOADS, type EventPayload, type EventType } from './event-types.ts';
export { eventJobs } from './forget-events.ts';
export { recordEvent, type NewEvent } from './record-event.ts';
