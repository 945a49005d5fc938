import type { Logger } from './logger.ts';

/**
 * Lets work go on that nobody waits for. Its failure is logged, so that it neither ends the process nor goes unnoticed.
 * @param what as it stands in the log: `the heartbeat`
 */
export function inBackground(work: Promise<unknown>, log: Pick<Logger, 'error'>, what: string): void {
  work.catch((err: unknown) => log.error({ err, work: what }, 'background task failed'));
}
