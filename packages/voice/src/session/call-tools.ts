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
const MOST_CALLS = 1000;
/** How long a tool that waits for the agent's words waits for them. */
const LONGEST_WORDS_MS = 15_000;

export interface CallToolsOptions {
  timeoutMs: number;
  now: () => number;
  machine: CallMachine;
  voice: Pick<VoiceSide, 'sendToolResult' | 'addText'>;
  /** How tools are used that differ from others, by name. */
  conduct?: Readonly<Record<string, ToolConduct>>;
  /** Plays the tones of keys to the other side. @returns how long that takes, in ms */
  pressKeys: (keys: string) => number;
  /** `over`: nobody waits for what comes of it any more. */
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
    this.#runs = new ToolRuns({
      timeoutMs: (name) => this.#conductOf(name).timeoutMs ?? options.timeoutMs,
      now: options.now,
      onFinished: (finished) => this.#onFinished(finished),
      isSettled: (run, endedAt) => this.#isSettled(run, endedAt),
    });
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

  settled(): Promise<void> {
    return this.#runs.settled();
  }

  onCall(written: ToolCall): void {
    const args = cleanArguments(written.arguments);
    const call = { ...written, arguments: args ?? '{}' };
    if (args !== null && call.name === END_CALL_TOOL) return this.#onEndCall(call);
    if (this.#runs.isFull(call, MOST_CALLS)) return this.#options.voice.sendToolResult(call.id, TOO_MANY, true);
    const start = this.#runs.start(call, args === null ? refuse : this.#run);
    if (start === 'repeated') return;
    if (start === 'started') this.#onLive(call);
    this.#options.machine.dispatch({ type: 'tool_started' });
    if (typeof start === 'object') this.#answer(call.id, start.output, this.#owesAnswer(call.name, start));
  }

  /**
   * Whoever has been told what came of a tool, and says something then, may want it again. What failed may be tried again as
   * soon as that was told. Nobody is told of what needs no words, or hears the end of a goodbye.
   */
  #isSettled({ name, status, output }: ToolRun, endedAt: number): boolean {
    const { agentSpokeAt, repliedTo } = this.#options.machine.state;
    if (name === END_CALL_TOOL || this.#conductOf(name).pressesKeys === true) return true;
    return endedAt < (status === 'failed' || isError(output) ? agentSpokeAt : repliedTo);
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
    if (start === 'repeated') return;
    if (typeof start === 'object') return this.#options.voice.sendToolResult(call.id, start.output, false);
    this.#options.machine.dispatch({ type: 'tool_started' });
    if (start === 'joined') return;
    this.#onLive(call);
    this.#goodbyeSpoken.set(call.id, spoke);
  }

  #onLive({ id, name, arguments: args }: ToolCall): void {
    this.#options.onLive({ type: 'tool_call', id, name, arguments: args });
  }

  /** Hands a result over to the model. */
  #answer(callId: string, output: string, owesAnswer: boolean, respond = owesAnswer): void {
    this.#options.voice.sendToolResult(callId, output, respond);
    this.#options.machine.dispatch({ type: 'tool_finished', owesAnswer });
  }

  /** Who has pressed a key waits for what the phone system says next. */
  #owesAnswer(name: string, { output }: ToolOutcome): boolean {
    return !(this.#conductOf(name).pressesKeys === true && output.includes('"pressed"'));
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
    const owesAnswer = this.#owesAnswer(run.name, { output });
    if (late) {
      voice.addText('system', `The tool ${run.name} has answered after all: ${output}`);
      return machine.dispatch({ type: 'news_for_caller' });
    }
    // Whoever has called several times is told once.
    const ids = [run.id, ...alsoFor];
    for (const id of ids) this.#answer(id, output, owesAnswer, owesAnswer && spoken !== true && id === ids.at(-1));
    if (spoken === undefined && !endCall) return;
    // A caller may talk the agent out of its goodbye, but not out of what another tool has begun.
    machine.dispatch({ type: 'agent_ends', spoken: spoken === true, revocable: spoken !== undefined });
  }
}

const isError = (output: string): boolean => /^\s*\{\s*"error"/.test(output);

const TOO_MANY = JSON.stringify({ error: 'Too many tools were used in this call. Nothing was done: go on without.' });
const CALL_IS_OVER = JSON.stringify({ error: 'The call is over.' });
const refuse = (): Promise<ToolOutcome> => Promise.resolve({ output: UNUSABLE_ARGUMENTS });
