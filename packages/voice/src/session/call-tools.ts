import { setTimeout as delay } from 'node:timers/promises';
import { DTMF_KEYS } from '../audio/dtmf.ts';
import type { ToolCall } from '../contracts/realtime-provider.ts';
import { parseObject, stringAt } from '../wire/json.ts';
import { cleanArguments, cleanOutput, UNUSABLE_ARGUMENTS } from '../wire/tool-text.ts';
import type { CallMachine } from './call-machine.ts';
import type { LiveEvent } from './live-event.ts';
import type { ToolConduct } from './tool-conduct.ts';
import { ToolRuns, type FinishedTool, type ToolOutcome, type ToolRun } from './tool-runs.ts';
import type { VoiceSide } from './voice/voice-side.ts';

const END_CALL_TOOL = 'end_call';
/** More than any conversation uses. A model that calls without end is told so, and nothing is kept of it. */
const MOST_RUNS = 1000;
/** How long a tool that waits for the agent's words waits for them. */
const LONGEST_WORDS_MS = 15_000;

export interface CallToolsOptions {
  timeoutMs: number;
  now: () => number;
  machine: CallMachine;
  voice: Pick<VoiceSide, 'sendToolResult' | 'addText'>;
  /** How tools are used that differ from others, by name. */
  conduct?: Readonly<Record<string, ToolConduct>>;
  /** `over`: nobody waits for what comes of it any more. */
  /** Plays the tones of keys to the other side. @returns how long that takes, in ms */
  pressKeys: (keys: string) => number;
  run: (call: ToolCall, over: AbortSignal) => Promise<ToolOutcome>;
  onLive: (event: LiveEvent) => void;
}

/** The tools that the model calls, and what follows from them for the call. */
export class CallTools {
  readonly #options: CallToolsOptions;
  readonly #runs: ToolRuns;
  /** For each `end_call`, whether the goodbye was part of the same answer. */
  readonly #goodbyeSpoken = new Map<string, boolean>();
  readonly #over = new AbortController();
  /** Tools that run once the caller has heard what the agent says. */
  #waiting: { until: number; run: () => void }[] = [];
  #handedOver = false;

  constructor(options: CallToolsOptions) {
    this.#options = options;
    this.#runs = new ToolRuns(
      (name) => this.#conductOf(name).timeoutMs ?? options.timeoutMs,
      options.now,
      (finished) => this.#onFinished(finished),
    );
  }

  get runs(): ToolRun[] {
    return this.#runs.runs;
  }

  /** A tool has passed the call on to somebody else. */
  get handedOver(): boolean {
    return this.#handedOver;
  }

  tick(now: number): void {
    this.#runs.expire(now);
    if (this.#waiting.length > 0) this.#runWhatWaits(now);
  }

  /** The call is over, or nearly: what only served to go on with it is given up. */
  abandon(): void {
    this.#over.abort();
    this.#runWhatWaits(Infinity);
  }

  /** Another voice takes over: what was done since the caller last said something is not done again for it. */
  carryOver(since: number): void {
    this.#runs.carryOver(since);
  }

  callerSpoke(): void {
    this.#runs.settleCarried();
  }

  settled(): Promise<void> {
    return this.#runs.settled();
  }

  onCall(written: ToolCall): void {
    const args = cleanArguments(written.arguments);
    const call = { ...written, arguments: args ?? '{}' };
    if (args !== null && call.name === END_CALL_TOOL) return this.#onEndCall(call);
    if (this.#runs.isFull(call, MOST_RUNS)) return this.#options.voice.sendToolResult(call.id, TOO_MANY, true);
    const start = this.#runs.start(call, args === null ? refuse : this.#run);
    if (start === 'started') this.#onStarted(call);
    else if (start !== 'running') this.#options.voice.sendToolResult(call.id, start.output, true);
  }

  #conductOf(name: string): ToolConduct {
    const { conduct } = this.#options;
    return (conduct && Object.hasOwn(conduct, name) && conduct[name]) || {};
  }

  readonly #run = async (call: ToolCall): Promise<ToolOutcome> => {
    const { afterSpeech = false, onHold = false, pressesKeys = false } = this.#conductOf(call.name);
    if (afterSpeech) await this.#agentWasHeard();
    if (afterSpeech && this.#over.signal.aborted) return { output: CALL_IS_OVER };
    if (onHold) this.#options.machine.dispatch({ type: 'hold', on: true });
    const outcome = await this.#options.run(call, this.#over.signal);
    if (pressesKeys) await this.#pressKeys(outcome);
    return { ...outcome, output: cleanOutput(outcome.output) };
  };

  /** Ends when the other side has heard the keys. */
  async #pressKeys({ output }: ToolOutcome): Promise<void> {
    const keys = stringAt(parseObject(Buffer.from(output)), 'pressed');
    if (keys === null || !DTMF_KEYS.test(keys) || this.#over.signal.aborted) return;
    await delay(this.#options.pressKeys(keys), undefined, { signal: this.#over.signal }).catch(() => undefined);
  }

  /** The agent hangs up, once its goodbye was heard: the one it has just said, or the one it is asked for now. */
  #onEndCall(call: ToolCall): void {
    const { spoke } = this.#options.machine.state;
    const output = JSON.stringify(spoke ? { ok: true } : { ok: true, next: 'Say a short goodbye now.' });
    const start = this.#runs.start(call, () => Promise.resolve({ output }));
    if (start === 'running') return;
    if (start !== 'started') return this.#options.voice.sendToolResult(call.id, start.output, false);
    this.#onStarted(call);
    this.#goodbyeSpoken.set(call.id, spoke);
  }

  #onStarted({ id, name, arguments: args }: ToolCall): void {
    this.#options.onLive({ type: 'tool_call', id, name, arguments: args });
    this.#options.machine.dispatch({ type: 'tool_started' });
  }

  #agentWasHeard(): Promise<void> {
    const until = this.#options.now() + LONGEST_WORDS_MS;
    return new Promise((run) => this.#waiting.push({ until, run }));
  }

  #runWhatWaits(now: number): void {
    const { playing, responding, itemOpen } = this.#options.machine.state;
    const isQuiet = !playing && !responding && !itemOpen;
    const due = this.#waiting.filter(({ until }) => isQuiet || now >= until);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { run } of due) run();
  }

  #onFinished({ run, output, endCall, handsOver = false, late, alsoFor }: FinishedTool): void {
    const { machine, voice, onLive } = this.#options;
    onLive({ type: 'tool_result', id: run.id, output, failed: run.status !== 'done' });
    if (handsOver) {
      this.#handedOver = true;
      return machine.dispatch({ type: 'handed_over' });
    }
    if (this.#conductOf(run.name).onHold) machine.dispatch({ type: 'hold', on: false });
    const spoken = this.#goodbyeSpoken.get(run.id);
    if (late) return voice.addText('system', `The tool ${run.name} has answered after all: ${output}`);
    // Who has pressed a key waits for what the phone system says next.
    const owesAnswer = !(this.#conductOf(run.name).pressesKeys === true && output.includes('"pressed"'));
    voice.sendToolResult(run.id, output, owesAnswer && spoken !== true);
    for (const id of alsoFor) voice.sendToolResult(id, output, spoken !== true);
    machine.dispatch({ type: 'tool_finished', owesAnswer });
    if (spoken === undefined && !endCall) return;
    // A caller may talk the agent out of its goodbye, but not out of what another tool has begun.
    machine.dispatch({ type: 'agent_ends', spoken: spoken === true, revocable: spoken !== undefined });
  }
}

const TOO_MANY = JSON.stringify({ error: 'Too many tools were used in this call. Nothing was done: go on without.' });
const CALL_IS_OVER = JSON.stringify({ error: 'The call is over.' });
const refuse = (): Promise<ToolOutcome> => Promise.resolve({ output: UNUSABLE_ARGUMENTS });
