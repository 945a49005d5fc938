import type { Outputs } from '#/api/trpc.ts';
import type { Tone } from '#/components/ui/badge.tsx';

export { outcomeLabel } from '@leadlock/core/outcome-label';

/** A call as a list shows it. */
export type Call = Outputs['calls']['search']['calls'][number];
/** A call with what was said in it. */
export type CallDetail = Outputs['calls']['get'];
export type Direction = Call['direction'];

export const STATUSES = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'voicemail',
  'no-answer',
  'busy',
  'canceled',
  'failed',
] as const;
export type Status = (typeof STATUSES)[number];

const STATUS: Record<Status, { label: string; tone: Tone }> = {
  queued: { label: 'Queued', tone: 'info' },
  ringing: { label: 'Ringing', tone: 'info' },
  'in-progress': { label: 'In progress', tone: 'brand' },
  completed: { label: 'Completed', tone: 'success' },
  voicemail: { label: 'Voicemail', tone: 'neutral' },
  'no-answer': { label: 'No answer', tone: 'warning' },
  busy: { label: 'Busy', tone: 'warning' },
  canceled: { label: 'Canceled', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
};

const DIRECTION: Record<Direction, string> = {
  inbound: 'Inbound',
  outbound: 'Outbound',
  test: 'Test',
  demo: 'Demo',
};

export const DIRECTIONS = Object.keys(DIRECTION) as Direction[];

const isDirection = (direction: string): direction is Direction => direction in DIRECTION;
const isStatus = (status: string): status is Status => status in STATUS;

/** A status in words, with its tone; one that is not known is shown as it is. */
export const describeStatus = (status: string): { label: string; tone: Tone } =>
  isStatus(status) ? STATUS[status] : { label: status, tone: 'neutral' };

/** Which way a call went, in words; one that is not known is shown as it is. */
export const directionLabel = (direction: string): string =>
  isDirection(direction) ? DIRECTION[direction] : direction;

/** Held in a browser: no phone network, hence no numbers and no recording. */
export const isFromBrowser = ({ direction }: Pick<Call, 'direction'>): boolean =>
  direction === 'test' || direction === 'demo';

export const isRunning = ({ ended_at }: Pick<Call, 'ended_at'>): boolean => ended_at === null || ended_at === undefined;

/** What files about a call are called, without their ending. */
export const fileNameOf = ({ id, started_at }: Pick<Call, 'id' | 'started_at'>): string =>
  `call-${started_at.slice(0, 10)}-${id.slice(-6)}`;
