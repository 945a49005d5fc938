import { once } from 'node:events';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { processUsage } from '../voice/process-usage.ts';
import { canPin, startServer, type Server } from './bench-server.ts';
import { countCallScans } from './call-scans.ts';
import { measureExport } from './measure-export.ts';
import { measureNeighbors } from './measure-neighbors.ts';
import { LIST_ROWS, seedBenchData, type BenchData } from './seed.ts';
import { seedAgency, SUB_ACCOUNTS } from './seed-agency.ts';

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 2;
/** Each subject is measured so often, in turns, so that other work on the machine hits all alike. */
const ROUNDS = 3;

interface Subject {
  name: string;
  server: Server;
  path: (data: BenchData, what: 'get' | 'list') => string;
}

const rest: Subject['path'] = ({ agentId }, what) => (what === 'get' ? `/agents/${agentId}` : '/agents');
const trpc: Subject['path'] = ({ agentId }, what) =>
  what === 'get'
    ? `/trpc/agents.get?input=${encodeURIComponent(JSON.stringify({ agent_id: agentId }))}`
    : '/trpc/agents.list?input=%7B%7D';

const SUBJECTS: readonly Subject[] = [
  { name: 'express, nobody asked who', server: 'express', path: rest },
  { name: 'express + our authentication', server: 'express-auth', path: rest },
  { name: '… + security headers and log', server: 'express-auth-log', path: rest },
  { name: 'leadlock REST', server: 'leadlock', path: rest },
  { name: 'leadlock tRPC', server: 'leadlock', path: trpc },
];

interface Measurement {
  requestsPerSecond: number;
  p50: number;
  p99: number;
  cpuMicroseconds: number;
}

async function measure(
  subject: Subject,
  what: 'get' | 'list',
  data: BenchData,
  seconds: number,
  connections = CONNECTIONS,
): Promise<Measurement> {
  const { child, port } = await startServer(subject.server, data);
  const pid = child.pid;
  if (pid === undefined) throw new Error('The server did not start');
  const load = (duration: number) =>
    autocannon({
      url: `http://127.0.0.1:${port}${subject.path(data, what)}`,
      connections,
      duration,
      headers: { authorization: `Bearer ${data.token}` },
    });
  try {
    await load(WARM_UP_SECONDS);
    const before = processUsage(pid).cpuMs;
    const result = await load(seconds);
    const cpuMs = processUsage(pid).cpuMs - before;
    if (result.non2xx > 0 || result.errors > 0) {
      throw new Error(`${subject.name}: ${result.non2xx} refusals and ${result.errors} errors`);
    }
    return {
      requestsPerSecond: result.requests.total / result.duration,
      p50: result.latency.p50,
      p99: result.latency.p99,
      cpuMicroseconds: (cpuMs * 1_000) / result.requests.total,
    };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** The round with the least CPU time a request: what the code costs when nothing else disturbs it. */
const best = (rounds: readonly Measurement[]): Measurement =>
  rounds.reduce((one, other) => (other.cpuMicroseconds < one.cpuMicroseconds ? other : one));

const column = (text: string | number, width: number): string => String(text).padStart(width);

function printTable(what: 'get' | 'list', results: Map<string, Measurement>): void {
  const names = [...results.keys()];
  const [bare, authenticated, logging] = names
    .slice(0, 3)
    .map((name) => results.get(name)?.cpuMicroseconds ?? Number.NaN);
  console.log(`\n${what === 'get' ? 'GET /agents/{agent_id}' : `GET /agents, ${LIST_ROWS} rows`}`);
  console.log(`${''.padEnd(30)}   req/s   p50 ms   p99 ms   CPU µs   x express   x + auth   x + headers, log`);
  for (const [name, { requestsPerSecond, p50, p99, cpuMicroseconds }] of results) {
    console.log(
      name.padEnd(30) +
        column(Math.round(requestsPerSecond), 8) +
        column(p50, 9) +
        column(p99, 9) +
        column(Math.round(cpuMicroseconds), 9) +
        column((cpuMicroseconds / (bare ?? Number.NaN)).toFixed(2), 12) +
        column((cpuMicroseconds / (authenticated ?? Number.NaN)).toFixed(2), 11) +
        column((cpuMicroseconds / (logging ?? Number.NaN)).toFixed(2), 19),
    );
  }
}

const AGENCY_PATHS = ['/agency/overview', '/agency/sub-accounts', '/agency/usage', '/agency/usage/unpriced'];
const AGENCY_CONNECTIONS = 2;

/** What an agency's dashboard asks for, on a database where it must not read every call. */
async function measureAgency(data: BenchData, calls: number, seconds: number): Promise<void> {
  console.log(`\nAn agency with ${SUB_ACCOUNTS} sub-accounts and ${calls} calls, ${AGENCY_CONNECTIONS} connections`);
  const agency = { ...data, token: await seedAgency(data, calls) };
  for (const path of AGENCY_PATHS) {
    const scansBefore = await countCallScans(data.connectionString);
    const subject: Subject = { name: path, server: 'leadlock', path: () => path };
    const { requestsPerSecond, p50, p99 } = await measure(subject, 'list', agency, seconds, AGENCY_CONNECTIONS);
    // The server's connections have ended by now, and with that reported what they did.
    const scans = (await countCallScans(data.connectionString)) - scansBefore;
    console.log(
      `${path.padEnd(24)}${requestsPerSecond.toFixed(1)} req/s   p50 ${p50} ms   p99 ${p99} ms   ` +
        `sequential scans of calls: ${scans}`,
    );
  }
  await measureExport(agency, calls);
}

const DEFAULT_CALLS = 1_000_000;

/**
 * `pnpm bench api [--seconds 4] [--calls 1000000] [--express | --agency | --neighbors]`; `--express` measures only what is
 * compared with express, `--agency` leaves that out, `--neighbors` measures only what one tenant's searches cost another.
 */
export async function runApiBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '4' },
      calls: { type: 'string', default: String(DEFAULT_CALLS) },
      express: { type: 'boolean', default: false },
      agency: { type: 'boolean', default: false },
      neighbors: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  const data = await seedBenchData();
  try {
    if (values.neighbors) {
      await measureNeighbors(data, seconds);
      return;
    }
    if (!values.agency) await compareWithExpress(data, seconds);
    if (!values.express) await measureAgency(data, Number(values.calls), seconds);
  } finally {
    await data.stop();
  }
}

async function compareWithExpress(data: BenchData, seconds: number): Promise<void> {
  console.log(
    `${CONNECTIONS} connections, best of ${ROUNDS} rounds of ${seconds} s in turns, each server in a process of its own` +
      `${canPin ? ' on one core' : ''}. CPU is the server's, without Postgres.`,
  );
  for (const what of ['get', 'list'] as const) {
    const rounds = new Map<string, Measurement[]>(SUBJECTS.map(({ name }) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const subject of SUBJECTS) {
        rounds.get(subject.name)?.push(await measure(subject, what, data, seconds));
      }
    }
    printTable(what, new Map([...rounds].map(([name, measured]) => [name, best(measured)])));
  }
}
