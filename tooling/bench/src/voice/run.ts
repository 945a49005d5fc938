import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { LoadOrder, LoadResult } from './load-process.ts';

const SUBJECTS = { leadlock: 'gateway-process.ts', relay: 'relay-process.ts' } as const;
type Subject = keyof typeof SUBJECTS;
/** Each subject is measured so often, in turns, so that other work on the machine hits both alike. */
const ROUNDS = 2;
const WARM_UP_SECONDS = 4;
const GATEWAY_CORE = '0';
const LOAD_CORE = '1';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Runs a script of this folder on a core of its own and waits for its first line, a JSON object. */
async function startProcess<Hello>(script: string, args: string[], core: string, nodeArgs: string[] = []) {
  const path = new URL(script, import.meta.url).pathname;
  const command = [process.execPath, ...nodeArgs, path, ...args];
  const [file = '', ...rest] = canPin ? ['taskset', '-c', core, ...command] : command;
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const line = await lines.next();
    if (line.done) throw new Error(`${script} ended early`);
    return JSON.parse(line.value) as T;
  };
  return { child, hello: await next<Hello>(), next };
}

/** One run of one gateway in fresh processes. */
async function measure(subject: Subject, calls: number, seconds: number, nodeArgs: string[]): Promise<LoadResult> {
  const load = await startProcess<{ providerPort: number }>('load-process.ts', [], LOAD_CORE);
  const url = `ws://127.0.0.1:${load.hello.providerPort}/v1/realtime`;
  const gateway = await startProcess<{ port: number }>(SUBJECTS[subject], [url], GATEWAY_CORE, nodeArgs);
  const order: LoadOrder = {
    gatewayPort: gateway.hello.port,
    gatewayPid: pidOf(gateway.child),
    calls,
    warmUpSeconds: WARM_UP_SECONDS,
    seconds,
  };
  load.child.stdin.write(`${JSON.stringify(order)}\n`);
  const result = await load.next<LoadResult>();
  gateway.child.kill('SIGINT');
  return result;
}

/** `taskset` replaces itself with the program, so the child's id is the program's. */
function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The gateway did not start');
  return pid;
}

/** `pnpm bench voice [--calls 100,400] [--seconds 20] [--only leadlock] [--json] [--profile DIR]` */
export async function runVoiceBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      calls: { type: 'string', default: '100,400' },
      seconds: { type: 'string', default: '20' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const subjects = (Object.keys(SUBJECTS) as Subject[]).filter((name) => !values.only || values.only === name);
  const nodeArgs = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const seconds = Math.max(2, Math.round(Number(values.seconds) / ROUNDS));
  if (!values.json) {
    console.log(
      `Each way 50 frames/s a call, ${ROUNDS} x ${seconds} s in turns, gateway ${canPin ? 'on one core' : 'not pinned'}.`,
    );
    console.log('Latency is from the write on one side to the read on the other, through the gateway.');
    console.log(
      'It includes the lag of the load generator: where that is large, the machine was busy, not the gateway.\n',
    );
    console.log(ROW_HEAD);
  }
  const all: Record<string, unknown>[] = [];
  for (const calls of values.calls.split(',').map(Number)) {
    const results = new Map<Subject, LoadResult[]>(subjects.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of subjects) results.get(name)?.push(await measure(name, calls, seconds, nodeArgs));
    }
    for (const [name, rounds] of results) {
      const merged = merge(rounds);
      all.push({ gateway: name, calls, ...merged });
      if (!values.json) console.log(row(name, calls, merged));
    }
  }
  if (values.json) console.log(JSON.stringify(all));
}

/** The worse latency and loss of the rounds, the mean of the rest. */
function merge(rounds: LoadResult[]): LoadResult {
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
    rssBytesPerCall: mean((result) => result.rssBytesPerCall),
    rssSlopeBytesPerMinute: mean((result) => result.rssSlopeBytesPerMinute),
    generatorLagP99Ms: worst((result) => result.generatorLagP99Ms),
  };
}

const ROW_HEAD = [
  'gateway    calls | to provider p50/p99/max ms | to caller p50/p99/max ms | lost of sent     | CPU us/frame  core | RSS kB/call  MB/min | generator lag p99 ms',
  '-----------------|----------------------------|--------------------------|------------------|--------------------|---------------------|---------------------',
].join('\n');

function row(name: string, calls: number, result: LoadResult): string {
  const latency = ({ p50Ms, p99Ms, maxMs }: LoadResult['toCaller']): string =>
    [p50Ms, p99Ms, maxMs].map((value) => value.toFixed(2)).join(' / ');
  const { toProvider, toCaller } = result;
  return [
    `${name.padEnd(10)} ${String(calls).padStart(5)} `,
    ` ${latency(toProvider).padEnd(26)} `,
    ` ${latency(toCaller).padEnd(24)} `,
    ` ${`${toProvider.lost + toCaller.lost} of ${toProvider.sent + toCaller.sent}`.padEnd(16)} `,
    ` ${result.cpuMicrosecondsPerFrame.toFixed(1).padStart(8)}  ${`${(result.cpuShare * 100).toFixed(0)}%`.padStart(8)} `,
    ` ${(result.rssBytesPerCall / 1024).toFixed(0).padStart(8)}  ${(result.rssSlopeBytesPerMinute / 1048576).toFixed(1).padStart(8)} `,
    ` ${result.generatorLagP99Ms.toFixed(1).padStart(8)}`,
  ].join('|');
}
