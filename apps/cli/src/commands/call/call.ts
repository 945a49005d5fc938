import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Connection } from '../../api/connection.ts';
import { onApi } from '../../program/action.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { onInterrupt } from '../../program/interrupt.ts';
import { note } from '../../program/output.ts';
import { styledNote } from '../../program/terminal-text.ts';
import { baseAddress } from '../../settings/address.ts';
import { readCliEnvironment } from '../../settings/environment.ts';
import { followCall } from '../calls/follow-call.ts';
import { findNumber } from '../numbers/numbers.ts';
import { connectSandbox, type Sandbox } from './sandbox.ts';

interface CallOptions {
  from: string;
  say?: string[];
  persona?: string;
  goal?: string;
  sandboxUrl?: string;
}

const DEFAULT_CALLER = '+12125550123';
const DEFAULT_SCRIPT = ['Hello!', 'What are your opening hours?', 'Thank you, goodbye.'];
const SANDBOX_PORT = '8002';
const LOOK_AGAIN_MS = 250;
/** How many of the newest calls to look through for the one that was just placed. */
const NEWEST = 50;
const OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** The sandbox stands beside its API unless told otherwise. */
function sandboxUrl({ sandboxUrl }: CallOptions, apiUrl: string): string {
  if (sandboxUrl !== undefined) {
    const given = baseAddress(sandboxUrl);
    if (given === null) throw usageError(`${sandboxUrl} is not an http or https URL`);
    return given;
  }
  return readCliEnvironment().LEADLOCK_SANDBOX_URL ?? `http://${new URL(apiUrl).hostname}:${SANDBOX_PORT}`;
}

function callerOf({ say, persona, goal }: CallOptions): unknown {
  if ((persona === undefined) !== (goal === undefined)) throw usageError('--persona and --goal must be used together');
  if (persona !== undefined && say !== undefined) throw usageError('Use either --say or --persona');
  return persona === undefined ? { script: say ?? DEFAULT_SCRIPT } : { persona: { name: persona, goal } };
}

/** Our row of a call that was placed; it is there as soon as the carrier has asked what to do with it. */
async function findPlacedCall({ api }: Connection, sandbox: Sandbox, sid: string): Promise<string> {
  for (;;) {
    const status = await sandbox.status(sid);
    const { calls } = await api.calls.search.query({ limit: NEWEST });
    const call = calls.find(({ twilio_call_sid }) => twilio_call_sid === sid);
    if (call) return call.id;
    if (OVER.has(status)) throw new CliError(`The call was not answered (${status})`);
    await delay(LOOK_AGAIN_MS);
  }
}

/** `leadlock call` */
export function addCallCommand(program: Command): void {
  const command = program
    .command('call')
    .description('simulate a call to one of your numbers and follow it (sandbox only)')
    .argument('<number>', 'one of your phone numbers')
    .option('--from <phone-number>', 'the caller’s number', DEFAULT_CALLER)
    .option('--say <line...>', 'lines the caller says, one per turn')
    .option('--persona <name>', 'name of a simulated caller who answers questions')
    .option('--goal <text>', 'what the simulated caller wants')
    .option(
      '--sandbox-url <url>',
      `sandbox URL (default: LEADLOCK_SANDBOX_URL or port ${SANDBOX_PORT} of the API’s host)`,
    );
  onApi<[string], CallOptions>(command, async (call, named) => {
    const { options, apiUrl } = call;
    const caller = callerOf(options);
    const sandbox = connectSandbox(sandboxUrl(options, apiUrl), apiUrl);
    const { phone_number: to } = await findNumber(call.api, named);
    if (!(await sandbox.numbers()).includes(to))
      throw new CliError(`${to} is not in service in the sandbox`, { exitCode: EXIT.notFound });
    const sid = await sandbox.placeCall({ to, from: options.from, caller });
    const release = onInterrupt(() => sandbox.hangUp(sid));
    note(styledNote('dim', `Calling ${to} from ${options.from}. Press Ctrl+C to hang up.`));
    const ended = await followCall(call, await findPlacedCall(call, sandbox, sid), options.json === true);
    release();
    note(styledNote('dim', `To see the whole call, run leadlock calls show ${ended.id}`));
  });
  withExamples(command, [
    ['leadlock call +14155550100', 'ask for the opening hours'],
    ['leadlock call +14155550100 --say "Hello" "I would like to come by tomorrow"', 'say your own lines'],
    [
      'leadlock call +14155550100 --persona "Dana Reyes" --goal "book a cleaning"',
      'simulate a caller who answers questions',
    ],
  ]);
}
