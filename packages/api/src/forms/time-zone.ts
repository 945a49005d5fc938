export { AccountTimeZone } from '@leadlock/platform/time-zone/schemas';
