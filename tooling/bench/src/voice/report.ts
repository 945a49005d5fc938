import type { LoadResult } from './load-process.ts';

/** The worse latency and loss of the rounds, the mean of the rest. */
export function merge(rounds: LoadResult[]): LoadResult {
  const mean = (pick: (result: LoadResult) => number): number =>
    rounds.reduce((sum, result) => sum + pick(result), 0) / rounds.length;
  const worst = (pick: (result: LoadResult) => number): number => Math.max(...rounds.map(pick));
  const direction = (key: 'toProvider' | 'toCaller'): LoadResult['toCaller'] => ({
    p50Ms: worst((result) => result[key].p50Ms),
    p99Ms: worst((result) => result[key].p99Ms),
    maxMs: worst((result) => result[key].maxMs),
    sent: rounds.reduce((sum, result) => sum + result[key].sent, 0),
    lost: rounds.reduce((sum, result) => sum + result[key].lost, 0),
  });
  return {
    toProvider: direction('toProvider'),
    toCaller: direction('toCaller'),
    cpuMicrosecondsPerFrame: mean((result) => result.cpuMicrosecondsPerFrame),
    cpuShare: mean((result) => result.cpuShare),
    idleRssBytes: mean((result) => result.idleRssBytes),
    rssBytes: mean((result) => result.rssBytes),
    rssBytesPerCall: mean((result) => result.rssBytesPerCall),
    rssSlopeBytesPerMinute: mean((result) => result.rssSlopeBytesPerMinute),
    generatorLagP99Ms: worst((result) => result.generatorLagP99Ms),
  };
}

const megabytes = (bytes: number): string => (bytes / 1048576).toFixed(0);

export const ROW_HEAD = [
  'gateway         calls | to provider p50/p99/max ms | to caller p50/p99/max ms | lost of sent     | CPU us/frame  core | RSS MB idle/held  kB/call  MB/min | generator lag p99 ms',
  '----------------------|----------------------------|--------------------------|------------------|--------------------|----------------------------------|---------------------',
].join('\n');

export function row(name: string, calls: number, result: LoadResult): string {
  const latency = ({ p50Ms, p99Ms, maxMs, sent }: LoadResult['toCaller']): string =>
    sent === 0 ? 'nothing to send' : [p50Ms, p99Ms, maxMs].map((value) => value.toFixed(2)).join(' / ');
  const { toProvider, toCaller } = result;
  return [
    `${name.padEnd(15)} ${String(calls).padStart(5)} `,
    ` ${latency(toProvider).padEnd(26)} `,
    ` ${latency(toCaller).padEnd(24)} `,
    ` ${`${toProvider.lost + toCaller.lost} of ${toProvider.sent + toCaller.sent}`.padEnd(16)} `,
    ` ${result.cpuMicrosecondsPerFrame.toFixed(1).padStart(8)}  ${`${(result.cpuShare * 100).toFixed(0)}%`.padStart(8)} `,
    ` ${`${megabytes(result.idleRssBytes)} / ${megabytes(result.rssBytes)}`.padStart(16)} ${(result.rssBytesPerCall / 1024).toFixed(0).padStart(8)} ${(result.rssSlopeBytesPerMinute / 1048576).toFixed(1).padStart(8)} `,
    ` ${result.generatorLagP99Ms.toFixed(1).padStart(8)}`,
  ].join('|');
}
