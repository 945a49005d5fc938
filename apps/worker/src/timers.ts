import type { SystemContext } from '@leadlock/context/context';
import { dispatchDeliveries } from '@leadlock/platform/webhooks';
import { fetchRecordings, watchLostCalls } from '@leadlock/telephony/calls';

export interface Timer {
  name: string;
  intervalMs: number;
  /** Must be harmless when several workers do it at the same time. */
  run: (context: SystemContext) => Promise<unknown>;
}

/** What every worker does every few seconds. */
export const timers: readonly Timer[] = [
  { name: 'sweep lost calls', intervalMs: 5_000, run: watchLostCalls },
  { name: 'fetch missed recordings', intervalMs: 30_000, run: (system) => fetchRecordings(system) },
  { name: 'dispatch webhook deliveries', intervalMs: 1_000, run: dispatchDeliveries },
];
