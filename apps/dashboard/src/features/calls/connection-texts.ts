import type { Connection } from './follow-stream.ts';

/** Why what is shown may be out of date. */
export const CONNECTION_TEXTS: Record<Exclude<Connection, 'steady'>, string> = {
  broken: 'Live updates paused. Reconnecting…',
  refused: 'Live updates stopped. Reload the page to see the latest.',
};
