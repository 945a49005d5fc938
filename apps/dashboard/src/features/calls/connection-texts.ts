import type { Connection } from './follow-stream.ts';

/** Why what is shown may be out of date. */
export const CONNECTION_TEXTS: Record<Exclude<Connection, 'steady'>, string> = {
  broken: 'Live updates are interrupted. Connecting again…',
  refused: 'Live updates have stopped. Load the page again to see the latest.',
};
