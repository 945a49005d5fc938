export { EVENT_PAYLOADS, EVENT_TYPES, type EventPayload, type EventType } from './event-types.ts';
export { onEvent, type RecordedEvent } from './on-event.ts';
export { recordEvent, type EventRecorder, type NewEvent } from './record-event.ts';
