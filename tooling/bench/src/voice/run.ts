import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createDeployment, type Deployment } from '../gateway/deployment.ts';
import { canPin, GATEWAY, portOf, startProgram, type Program } from '../gateway/program.ts';
import type { LoadOrder, LoadResult } from './load-process.ts';
import { merge, row, ROW_HEAD } from './report.ts';

/** The product's gateway, as it is deployed, with a provider; and the smallest that could do the same as with OpenAI. */
const SUBJECTS = { leadlock: 'openai', relay: 'openai', 'leadlock gemini': 'gemini' } as const;
type Subject = keyof typeof SUBJECTS;
/** Each subject is measured so often, in turns, so that other work on the machine hits both alike. */
const ROUNDS = 2;
const WARM_UP_SECONDS = 4;
const GATEWAY_CORE = '0';
const LOAD_CORE = '1';

const pathOf = (script: string): string => fileURLToPath(new URL(script, import.meta.url));

function startSubject(subject: Subject, providerUrl: string, { environment }: Deployment, nodeArgs: string[]): Program {
  if (subject === 'relay')
    return startProgram(pathOf('relay-process.ts'), { args: [providerUrl], core: GATEWAY_CORE, nodeArgs });
  const keys = { OPENAI_API_KEY: 'bench', GEMINI_API_KEY: 'bench' };
  const variables = {
    ...environment,
    ...keys,
    OPENAI_REALTIME_URL: `${providerUrl}/v1/realtime`,
    GEMINI_LIVE_URL: providerUrl,
  };
  return startProgram(GATEWAY, { core: GATEWAY_CORE, nodeArgs, variables });
}

/** One run of one gateway in fresh processes. */
async function measure(
  subject: Subject,
  deployment: Deployment,
  { calls, seconds, nodeArgs }: { calls: number; seconds: number; nodeArgs: string[] },
): Promise<LoadResult> {
  const load = startProgram(pathOf('load-process.ts'), { args: [SUBJECTS[subject]], core: LOAD_CORE });
  const { providerPort } = await load.next<{ providerPort: number }>();
  const gateway = startSubject(subject, `ws://127.0.0.1:${providerPort}`, deployment, nodeArgs);
  try {
    const port = await portOf(gateway);
    const callers = await deployment.ring(SUBJECTS[subject], calls);
    const gatewayPid = gateway.child.pid ?? 0;
    const order: LoadOrder = { gatewayPort: port, gatewayPid, callers, warmUpSeconds: WARM_UP_SECONDS, seconds };
    load.child.stdin.write(`${JSON.stringify(order)}\n`);
    return await load.next<LoadResult>();
  } finally {
    load.child.kill();
    // A profile is written at an end that is no kill.
    gateway.child.kill(nodeArgs.length > 0 ? 'SIGINT' : 'SIGKILL');
  }
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
  const names = Object.keys(SUBJECTS) as Subject[];
  const subjects = names.filter((name) => !values.only || values.only === name);
  const nodeArgs = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const seconds = Math.max(2, Math.round(Number(values.seconds) / ROUNDS));
  if (!values.json) {
    console.log(
      `Each way 50 frames/s a call, ${ROUNDS} x ${seconds} s in turns, gateway ${canPin ? 'on one core' : 'not pinned'}.`,
    );
    console.log('The gateway is the deployed program with a database, accounts and calls that came in by webhook.');
    console.log('Latency is from the write on one side to the read on the other, through the gateway.');
    console.log(
      'It includes the lag of the load generator: where that is large, the machine was busy, not the gateway.\n',
    );
    console.log(ROW_HEAD);
  }
  const deployment = await createDeployment();
  try {
    const all: Record<string, unknown>[] = [];
    for (const calls of values.calls.split(',').map(Number)) {
      const results = new Map<Subject, LoadResult[]>(subjects.map((name) => [name, []]));
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of subjects) {
          results.get(name)?.push(await measure(name, deployment, { calls, seconds, nodeArgs }));
        }
      }
      for (const [name, rounds] of results) {
        const merged = merge(rounds);
        all.push({ gateway: name, calls, ...merged });
        if (!values.json) console.log(row(name, calls, merged));
      }
    }
    if (values.json) console.log(JSON.stringify(all));
  } finally {
    await deployment.close();
  }
}
