import type { ToolCall } from '../contracts/realtime-provider.ts';
import { cleanArguments, cleanOutput, UNUSABLE_ARGUMENTS } from '../wire/tool-text.ts';
import type { CallMachine } from './call-machine.ts';
import type { LiveEvent } from './live-event.ts';
import { ToolRuns, type FinishedTool, type ToolOutcome, type ToolRun } from './tool-runs.ts';
import type { VoiceSide } from './voice/voice-side.ts';

const END_CALL_TOOL = 'end_call';

export interface CallToolsOptions {
  timeoutMs: number;
  now: () => number;
  machine: CallMachine;
  voice: Pick<VoiceSide, 'sendToolResult' | 'addText'>;
  run: (call: ToolCall) => Promise<ToolOutcome>;
  onLive: (event: LiveEvent) => void;
}

/** The tools that the model calls, and what follows from them for the call. */
export class CallTools {
  readonly #options: CallToolsOptions;
  readonly #runs: ToolRuns;
  /** For each `end_call`, whether the goodbye was part of the same answer. */
  readonly #goodbyeSpoken = new Map<string, boolean>();

  constructor(options: CallToolsOptions) {
    this.#options = options;
    this.#runs = new ToolRuns(options.timeoutMs, options.now, (finished) => this.#onFinished(finished));
  }

  get runs(): ToolRun[] {
    return this.#runs.runs;
  }

  expire(now: number): void {
    this.#runs.expire(now);
  }

  settled(): Promise<void> {
    return this.#runs.settled();
  }

  onCall(written: ToolCall): void {
    const args = cleanArguments(written.arguments);
    const call = { ...written, arguments: args ?? '{}' };
    if (args !== null && call.name === END_CALL_TOOL) return this.#onEndCall(call);
    const start = this.#runs.start(call, args === null ? refuse : this.#run);
    if (start === 'started') this.#onStarted(call);
    else if (start !== 'running') this.#options.voice.sendToolResult(call.id, start.output, true);
  }

  readonly #run = async (call: ToolCall): Promise<ToolOutcome> => {
    const outcome = await this.#options.run(call);
    return { ...outcome, output: cleanOutput(outcome.output) };
  };

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

  #onFinished({ run, output, endCall, late }: FinishedTool): void {
    const { machine, voice, onLive } = this.#options;
    onLive({ type: 'tool_result', id: run.id, output, failed: run.status !== 'done' });
    const spoken = this.#goodbyeSpoken.get(run.id);
    if (late) return voice.addText('system', `The tool ${run.name} has answered after all: ${output}`);
    voice.sendToolResult(run.id, output, spoken !== true);
    machine.dispatch({ type: 'tool_finished' });
    if (spoken === undefined && !endCall) return;
    // A caller may talk the agent out of its goodbye, but not out of what another tool has begun.
    machine.dispatch({ type: 'agent_ends', spoken: spoken === true, revocable: spoken !== undefined });
  }
}

const refuse = (): Promise<ToolOutcome> => Promise.resolve({ output: UNUSABLE_ARGUMENTS });
