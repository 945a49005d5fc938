import { parseArgs } from 'node:util';
import { lookup } from './lookups.ts';
import { measureCommits } from './measure-commits.ts';
import { measureInTurns, type Latency } from './measure-in-turns.ts';
import { askersOf } from './operations.ts';
import { keepWriting, measureWriters } from './measure-writers.ts';
import { seedCalls } from './seed-calls.ts';
import { serveDatabase } from './serve-database.ts';

const column = (text: string | number, width: number): string => String(text).padStart(width);
const inMs = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 10 ? 1 : 0);

async function prepare(calls: number) {
  const seeded = await seedCalls(calls);
  console.log(`${calls} calls of one tenant, made in ${seeded.seconds.toFixed(0)} s`);
  const server = await serveDatabase(seeded);
  const askers = await askersOf(seeded, server.url);
  askers.set('webhook of a call', lookup(seeded, server.url));
  return {
    calls,
    seeded,
    askers,
    stop: async () => {
      await server.close();
      await seeded.stop();
    },
  };
}

function printHead(sizes: readonly number[]): void {
  console.log(`\n${''.padEnd(42)}${sizes.map((size) => column(`${size} calls`, 20)).join('')}`);
  console.log(
    `${''.padEnd(42)}${sizes.map(() => column('p50 ms', 10) + column('p99 ms', 10)).join('')}   p50 last : first`,
  );
}

function printRow(name: string, row: readonly Latency[]): void {
  const ratio = (row.at(-1)?.p50 ?? Number.NaN) / (row[0]?.p50 ?? Number.NaN);
  const cells = row.map(({ p50, p99 }) => column(inMs(p50), 10) + column(inMs(p99), 10)).join('');
  console.log(`${name.padEnd(42)}${cells}${column(ratio.toFixed(1), 10)}`);
}

/**
 * `pnpm bench database [--calls 10000,1000000] [--requests 100]`: what lists, searches, figures, webhooks and ending calls
 * take while calls go on ending, on a database for each number of calls. The api is in this process, and is asked for one
 * thing after the other, of each database in turns, so that other work on the machine hits all alike. Then what many writers
 * commit in a second; `--commits` measures that alone.
 */
export async function runDatabaseBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      calls: { type: 'string', default: '10000,1000000' },
      requests: { type: 'string', default: '100' },
      commits: { type: 'boolean', default: false },
      writers: { type: 'string', default: '48' },
      seconds: { type: 'string', default: '4' },
    },
  });
  const commits = { writers: Number(values.writers), seconds: Number(values.seconds) };
  if (values.commits) return measureCommits(commits);
  const sizes = values.calls.split(',').map(Number);
  const writers: (() => Promise<void>)[] = [];
  const prepared: Awaited<ReturnType<typeof prepare>>[] = [];
  try {
    for (const size of sizes) prepared.push(await prepare(size));
    printHead(sizes);
    for (const { seeded } of prepared) writers.push(await keepWriting(seeded));
    for (const name of prepared[0]?.askers.keys() ?? []) {
      const askers = prepared.flatMap(({ askers }) => askers.get(name) ?? []);
      printRow(name, await measureInTurns(askers, Number(values.requests)));
    }
    console.log();
    for (const stop of writers.splice(0)) await stop();
    for (const { calls, seeded } of prepared) console.log(`${calls} calls: ${await measureWriters(seeded)}`);
  } finally {
    for (const stop of writers) await stop();
    for (const { stop } of prepared) await stop();
  }
  await measureCommits(commits);
}
