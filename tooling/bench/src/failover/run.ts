import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spoken } from '@leadlock/voice/testing/situations';
import { VOICE_VENDORS, type BuiltVendorName } from '@leadlock/voice/vendors';
import { FRAME_MS, PhoneLine } from '../conversation/phone-line.ts';
import { createDeployment, type Caller, type Deployment } from '../gateway/deployment.ts';
import { GATEWAY, portOf, startProgram } from '../gateway/program.ts';
import { LOSSES, type Loss } from './losses.ts';

const SANDBOX = fileURLToPath(import.meta.resolve('@leadlock/app-sandbox/main'));
const SETTINGS = {
  system_prompt:
    'You are the receptionist of Bright Smile Dental. Address: 12 Maple Street, Springfield. ' +
    'We are open Monday to Friday from 8 am to 5 pm.',
  ai_speaks_first: true,
  greeting: 'Thank you for calling Bright Smile Dental. How may I help you today?',
  tools_enabled: ['send_sms'],
};
const TURNS = ['What are your opening hours?', 'Can you text me your address?'];
/** A loss happens so long after the voice was opened at the latest. */
const CALL_MS = 14_000;
const frames = (ms: number): number => Math.round(ms / FRAME_MS);
const LATEST_ANSWER = frames(15_000);
const PAUSE = frames(1_200);

interface Outcome {
  /** The longest that the caller waited to hear anything. */
  waitedMs: number;
  /** Texts that were sent more than once, and whether one was never sent. */
  duplicates: number;
  lost: boolean;
  /** Another voice took over. */
  changed: boolean;
  firstAudioMs: number | null;
}

/** The first frame from `from` on at which the caller hears something; null when there is none in time. */
const heardFrom = (line: PhoneLine, from: number): Promise<number | null> =>
  line.find((frame) => line.played[frame] === true, from, from + LATEST_ANSWER);

/** Waits until nothing was heard for a while. */
const quietFrom = (line: PhoneLine, from: number): Promise<number | null> =>
  line.find(
    (frame) => frame - PAUSE >= from && line.played.slice(frame - PAUSE, frame).every((played) => !played),
    from,
    from + LATEST_ANSWER,
  );

/** A caller asks two things, of which one takes a tool. */
async function converse(line: PhoneLine): Promise<number> {
  let waited = (await heardFrom(line, 0)) ?? LATEST_ANSWER;
  for (const text of TURNS) {
    await quietFrom(line, line.now);
    const { until } = line.say(await spoken(text, 'slt'));
    const heard = await heardFrom(line, until);
    waited = Math.max(waited, heard === null ? LATEST_ANSWER : heard - until);
  }
  // The tool runs, and its result is told.
  await quietFrom(line, line.now + PAUSE);
  return waited * FRAME_MS;
}

interface Bench {
  deployment: Deployment;
  gatewayUrl: string;
  sandboxUrl: string;
}

/** One call after the other may break its voice: the next connection is the one that the fault is for. */
let turn: Promise<unknown> = Promise.resolve();

async function dial(provider: BuiltVendorName, fault: object, bench: Bench): Promise<[PhoneLine, Caller]> {
  const { deployment, gatewayUrl, sandboxUrl } = bench;
  await fetch(`${sandboxUrl}/sandbox/${provider}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  const [caller] = await deployment.ring(provider, 1, SETTINGS);
  if (caller === undefined) throw new Error('Nobody called');
  const line = await PhoneLine.dial(gatewayUrl, caller);
  // By then the voice is being opened.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return [line, caller];
}

async function lose(provider: BuiltVendorName, loss: Loss, bench: Bench): Promise<Outcome> {
  const fault = loss.fault(Math.round(Math.random() * CALL_MS));
  const dialed = turn.then(() => dial(provider, fault, bench));
  turn = dialed.catch(() => undefined);
  const [line, caller] = await dialed;
  let waitedMs: number;
  try {
    waitedMs = await converse(line);
  } finally {
    line.hangUp();
  }
  const { metadata } = await bench.deployment.find(caller.callSid);
  const texts = bench.deployment.textsTo(caller.number).length;
  return {
    waitedMs,
    duplicates: Math.max(0, texts - 1),
    lost: texts === 0,
    changed: metadata.voices.some((voice) => voice.lost !== undefined),
    firstAudioMs: metadata.first_audio_ms,
  };
}

/** The first call of a process waits for what is loaded on demand. */
async function holdUndisturbed(provider: BuiltVendorName, { deployment, gatewayUrl }: Bench): Promise<void> {
  const [caller] = await deployment.ring(provider, 1, SETTINGS);
  if (caller === undefined) throw new Error('Nobody called');
  const line = await PhoneLine.dial(gatewayUrl, caller);
  await converse(line);
  line.hangUp();
}

async function loseAll(provider: BuiltVendorName, loss: Loss, times: number, atOnce: number, bench: Bench) {
  const outcomes: Outcome[] = [];
  let left = times;
  const work = async (): Promise<void> => {
    while (left-- > 0) outcomes.push(await lose(provider, loss, bench));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/**
 * `pnpm bench failover [--providers xai,openai] [--losses "drops,falls silent"] [--moments 20] [--at-once 4]`: calls with a
 * tool lose their voice, in each way, at random moments, through the deployed gateway and the sandbox's voices.
 */
export async function runFailoverBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      providers: {
        type: 'string',
        default: Object.keys(VOICE_VENDORS)
          .filter((name) => name !== 'local')
          .join(','),
      },
      losses: { type: 'string', default: LOSSES.map(({ name }) => name).join(',') },
      moments: { type: 'string', default: '20' },
      'at-once': { type: 'string', default: '4' },
    },
  });
  const wanted = values.losses.split(',');
  const losses = LOSSES.filter(({ name }) => wanted.includes(name));
  const deployment = await createDeployment();
  const sandbox = startProgram(SANDBOX, { variables: { ...deployment.environment, SANDBOX_PORT: '0' } });
  const sandboxUrl = `http://127.0.0.1:${await portOf(sandbox)}`;
  const variables = { PROVIDERS: 'sandbox', SANDBOX_URL: sandboxUrl, ...deployment.environment };
  try {
    console.log(HEAD);
    for (const provider of values.providers.split(',') as BuiltVendorName[]) {
      for (const loss of losses) {
        // A gateway remembers which providers fail, and gives them no calls for a while.
        const gateway = startProgram(GATEWAY, { variables });
        const bench: Bench = { deployment, sandboxUrl, gatewayUrl: `ws://127.0.0.1:${await portOf(gateway)}` };
        try {
          await holdUndisturbed(provider, bench);
          const outcomes = await loseAll(provider, loss, Number(values.moments), Number(values['at-once']), bench);
          console.log(rowOf(provider, loss, outcomes));
        } finally {
          gateway.child.kill('SIGKILL');
          await fetch(`${sandboxUrl}/sandbox/reset`, { method: 'POST' });
        }
      }
    }
  } finally {
    sandbox.child.kill('SIGKILL');
    await deployment.close();
  }
}

const HEAD =
  'provider      is lost          changed   waited ms p50/p95/max   duplicate tools   lost tools   first audio ms p50/max';

function rowOf(provider: string, { name }: Loss, outcomes: readonly Outcome[]): string {
  const waits = outcomes.map(({ waitedMs }) => waitedMs).toSorted((a, b) => a - b);
  const first = outcomes.flatMap(({ firstAudioMs }) => firstAudioMs ?? []).toSorted((a, b) => a - b);
  const at = (values: readonly number[], share: number): string =>
    String(values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? '-');
  return [
    provider.padEnd(14),
    name.padEnd(16),
    `${outcomes.filter(({ changed }) => changed).length} of ${outcomes.length}`.padStart(8),
    `${at(waits, 0.5)} / ${at(waits, 0.95)} / ${at(waits, 1)}`.padStart(24),
    String(outcomes.reduce((sum, { duplicates }) => sum + duplicates, 0)).padStart(18),
    String(outcomes.filter(({ lost }) => lost).length).padStart(13),
    `${at(first, 0.5)} / ${at(first, 1)}`.padStart(25),
  ].join('');
}
