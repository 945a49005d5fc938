import { readFileSync } from 'node:fs';

/** The kernel counts CPU time in ticks of 10 ms on every Linux that matters. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** CPU time so far, in ms of user and system together, and resident memory, of another process on Linux. */
export function processUsage(pid: number): { cpuMs: number; rssBytes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The command name may hold spaces; the fields behind it start after its closing parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    rssBytes: Number(fields[21]) * PAGE_BYTES,
  };
}

/** The slope of a line through the samples, in units of y a unit of x. */
export function slope(samples: { x: number; y: number }[]): number {
  const count = samples.length;
  if (count < 2) return 0;
  const meanX = samples.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = samples.reduce((sum, { y }) => sum + y, 0) / count;
  const covariance = samples.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const variance = samples.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
