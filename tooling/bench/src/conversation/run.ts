import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WHILE_AGENT_SPEAKS } from '@leadlock/voice/testing/situations';
import { VOICE_VENDORS, type BuiltVendorName } from '@leadlock/voice/vendors';
import { createDeployment, type Caller, type Deployment } from '../gateway/deployment.ts';
import { GATEWAY, portOf, startProgram } from '../gateway/program.ts';
import { overlap, talkOver, turn, UnheldCall, type Outcome } from './measure.ts';
import { PhoneLine } from './phone-line.ts';
import { TALK_OVERS, TURNS } from './situations.ts';

const SANDBOX = fileURLToPath(import.meta.resolve('@leadlock/app-sandbox/main'));

/** Long enough that nobody outlasts it. */
const MONOLOGUE =
  'Thank you for calling Bright Smile Dental. We are open from Monday to Friday, from eight in the morning to five in the ' +
  'afternoon, and on the first Saturday of each month. We offer cleanings, fillings, crowns and whitening, for adults and for ' +
  'children. Our office is on Main Street, next to the public library, and you can park behind the building. Please bring ' +
  'your insurance card and arrive ten minutes early for your first visit. How may I help you today?';
const PROMPT = 'You are the receptionist of Bright Smile Dental. We are open Monday to Friday from 8 am to 5 pm.';

interface Asked {
  name: string;
  kind: 'interrupts' | 'agrees' | 'noise' | 'turn' | 'talk-over';
  settings: Record<string, unknown>;
  hold(line: PhoneLine): Promise<Outcome>;
}

const ASKED: readonly Asked[] = [
  ...WHILE_AGENT_SPEAKS.map((situation) => ({
    name: situation.name,
    kind: situation.kind,
    settings: { system_prompt: PROMPT, ai_speaks_first: true, greeting: MONOLOGUE },
    hold: (line: PhoneLine) => overlap(line, situation),
  })),
  ...TURNS.map((situation) => ({
    name: situation.name,
    kind: 'turn' as const,
    settings: { system_prompt: PROMPT },
    hold: (line: PhoneLine) => turn(line, situation),
  })),
  ...TALK_OVERS.map((situation) => ({
    name: situation.name,
    kind: 'talk-over' as const,
    settings: { system_prompt: `${PROMPT} Address: 12 Maple Street, Springfield.`, tools_enabled: ['send_sms'] },
    hold: (line: PhoneLine) => talkOver(line, situation),
  })),
];
/** The carrier takes so long to send a text that callers speak meanwhile. */
const TEXT_MS = 1500;

/** Holds the calls, so many at once. */
async function holdCalls(
  provider: BuiltVendorName,
  asked: readonly Asked[],
  { deployment, gatewayUrl, atOnce }: { deployment: Deployment; gatewayUrl: string; atOnce: number },
): Promise<[Asked['kind'], Outcome][]> {
  const outcomes: [Asked['kind'], Outcome][] = [];
  const queue = [...asked];
  const hold = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [caller] = await deployment.ring(provider, 1, next.settings);
      if (caller === undefined) throw new Error('Nobody called');
      const line = await PhoneLine.dial(gatewayUrl, caller);
      let outcome: Outcome | undefined;
      try {
        outcome = await next.hold(line);
      } catch (error) {
        // Nobody spoke at all, which says nothing of how the agent listens.
        if (!(error instanceof UnheldCall)) throw error;
        console.log(`    not held: ${error.message}`);
      } finally {
        line.hangUp();
      }
      if (outcome === undefined) continue;
      if (next.kind === 'talk-over') Object.assign(outcome, await toolOf(caller, deployment));
      outcomes.push([next.kind, outcome]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, hold));
  return outcomes;
}

async function toolOf(
  { callSid, number }: Caller,
  deployment: Deployment,
): Promise<Required<Pick<Outcome, 'tool' | 'said'>>> {
  const { transcript } = await deployment.find(callSid);
  const said = transcript.map(({ role, content }) => `${role}: ${content}`);
  const texts = deployment.textsTo(number);
  if (texts.length !== 1) return { tool: texts.length === 0 ? 'never run' : 'run twice', said };
  const told = transcript.flatMap(({ role, content }) =>
    role === 'assistant' ? [...content.matchAll(/\bsent you a text\b/gi)] : [],
  );
  if (told.length > 1) return { tool: 'told twice', said };
  return { tool: told.length === 1 ? 'told' : 'not told', said };
}

/**
 * `pnpm bench conversation [--providers xai,gemini] [--every 1] [--at-once 4] [--only WORDS] [--failures]`: callers do
 * what callers do, in real time, through the deployed gateway and the sandbox's voices, which hear and speak. `--every 3` takes every third
 * situation, `--only` those whose name matches, `--failures` lists what went wrong.
 */
export async function runConversationBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      providers: { type: 'string', default: Object.keys(VOICE_VENDORS).join(',') },
      every: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      'at-once': { type: 'string', default: '4' },
      failures: { type: 'boolean', default: false },
    },
  });
  const asked = ASKED.filter(({ name }) => new RegExp(values.only, 'iu').test(name)).filter(
    (_, index) => index % Number(values.every) === 0,
  );
  const deployment = await createDeployment({ textMs: TEXT_MS });
  const sandbox = startProgram(SANDBOX, { variables: { ...deployment.environment, SANDBOX_PORT: '0' } });
  const sandboxUrl = `http://127.0.0.1:${await portOf(sandbox)}`;
  const variables = { PROVIDERS: 'sandbox', SANDBOX_URL: sandboxUrl, ...deployment.environment };
  const gateway = startProgram(GATEWAY, { variables });
  try {
    const gatewayUrl = `ws://127.0.0.1:${await portOf(gateway)}`;
    console.log(`${asked.length} situations a provider.\n\n${HEAD}`);
    const providers = values.providers.split(',') as BuiltVendorName[];
    // The first call waits for models of speech to be loaded, which no provider is to be measured by.
    const warmUp = ASKED.filter(({ kind }) => kind === 'turn').slice(0, 1);
    for (const provider of providers.slice(0, 1))
      await holdCalls(provider, warmUp, { deployment, gatewayUrl, atOnce: 1 });
    for (const provider of providers) {
      const outcomes = await holdCalls(provider, asked, { deployment, gatewayUrl, atOnce: Number(values['at-once']) });
      console.log(rowOf(provider, outcomes));
      if (values.failures) for (const line of failuresIn(outcomes)) console.log(`    ${line}`);
    }
  } finally {
    for (const { child } of [gateway, sandbox]) child.kill('SIGKILL');
    await deployment.close();
  }
}

const HEAD =
  'provider      yield rate   selectivity   false stops   yield ms p50/p95   answered   answer ms p50/p95   too soon   tools told';

function rowOf(provider: string, outcomes: readonly [Asked['kind'], Outcome][]): string {
  const of = (...kinds: Asked['kind'][]) => outcomes.filter(([kind]) => kinds.includes(kind)).map(([, each]) => each);
  const [interruptions, others, turns] = [of('interrupts'), of('agrees', 'noise'), of('turn', 'talk-over')];
  const yields = interruptions.flatMap(({ stoppedMs }) => stoppedMs ?? []);
  const falseStops = others.filter(({ stoppedMs }) => stoppedMs !== null);
  const answers = turns.flatMap(({ answeredMs }) => answeredMs ?? []);
  return [
    provider.padEnd(12),
    share(yields.length, interruptions.length).padStart(12),
    share(others.length - falseStops.length, others.length).padStart(14),
    `${falseStops.length} of ${others.length}`.padStart(14),
    quantiles(yields).padStart(19),
    `${answers.length} of ${turns.length}`.padStart(11),
    quantiles(answers).padStart(20),
    String(turns.filter(({ tooSoon }) => tooSoon).length).padStart(11),
    `${turns.filter(({ tool }) => tool === 'told').length} of ${of('talk-over').length}`.padStart(13),
  ].join('');
}

const share = (part: number, whole: number): string => (part / whole).toFixed(2);

function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (quantile: number): string =>
    String(sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? '-');
  return `${at(0.5)} / ${at(0.95)}`;
}

function failuresIn(outcomes: readonly [Asked['kind'], Outcome][]): string[] {
  return outcomes.flatMap(([kind, { name, stoppedMs, answeredMs, tooSoon, tool, said = [] }]) => {
    if (kind === 'interrupts') return stoppedMs === null ? [`did not stop: ${name}`] : [];
    if (kind === 'agrees' || kind === 'noise')
      return stoppedMs === null ? [] : [`stopped after ${stoppedMs} ms: ${name}`];
    if (answeredMs === null) return [`did not answer: ${name}`, ...said];
    if (tooSoon) return [`answered too soon: ${name}`];
    return tool === undefined || tool === 'told' ? [] : [`the tool was ${tool}: ${name}`, ...said];
  });
}
