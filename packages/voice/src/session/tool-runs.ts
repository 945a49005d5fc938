import type { ToolCall } from '../contracts/realtime-provider.ts';

export interface ToolOutcome {
  /** What the model is told, usually JSON. */
  output: string;
  /** The call ends once the agent has said what it has to say to this. */
  endCall?: boolean;
  /** The call was passed on to somebody else and leaves this session; the model is told nothing any more. */
  handsOver?: boolean;
}

/** One tool call as it went, for the call's log. Times in ms since the epoch. */
export interface ToolRun {
  id: string;
  name: string;
  arguments: string;
  status: 'running' | 'done' | 'failed' | 'timeout';
  output: string;
  startedAt: number;
  endedAt: number | null;
}

export interface FinishedTool extends ToolOutcome {
  run: ToolRun;
  /** The model was already told that the tool takes too long; this is the result after all. */
  late: boolean;
  /** Further ids of calls that wait for it. */
  alsoFor: readonly string[];
}

/** What was asked for, however the arguments are ordered. */
const requestOf = ({ name, arguments: args }: Pick<ToolCall, 'name' | 'arguments'>): string =>
  JSON.stringify([name, inOrder(parsed(args))]);

function parsed(args: string): unknown {
  try {
    return JSON.parse(args);
  } catch {
    return args;
  }
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, part]) => [name, inOrder(part)]);
}

const keyOf = ({ id, arguments: args }: ToolCall): string => JSON.stringify([id, args]);

const TOOL_TIMED_OUT = JSON.stringify({
  error: 'The tool has not answered in time. Its outcome is not known yet.',
});
const TOOL_FAILED = JSON.stringify({ error: 'The tool failed.' });

interface Entry {
  run: ToolRun;
  outcome: ToolOutcome | null;
  settled: Promise<void>;
  /** Ids of further calls for the same while it ran: the result is theirs, too. */
  alsoFor: string[];
}

export interface ToolRunsOptions {
  timeoutMs: (toolName: string) => number;
  now: () => number;
  onFinished: (finished: FinishedTool) => void;
  /** Whoever calls for the same after this run, which has ended, wants it done again. */
  isSettled: (run: ToolRun, endedAt: number) => boolean;
}

/**
 * Runs each (tool call id, arguments) once, however often the provider repeats it. A run goes on when the caller
 * interrupts, because what it does cannot be taken back, and its result always reaches the model. A model, or another voice
 * that takes over, may call for the same under another id before it can know of the result: then the run answers for that
 * call, too, and nothing is done twice.
 */
export class ToolRuns {
  readonly #entries = new Map<string, Entry>();
  /** The last run for each request. */
  readonly #latest = new Map<string, Entry>();
  /** Different calls so far, whether something was run for them or not. */
  #calls = 0;
  readonly #options: ToolRunsOptions;

  constructor(options: ToolRunsOptions) {
    this.#options = options;
  }

  get runs(): ToolRun[] {
    return [...this.#entries.values()].map(({ run }) => run);
  }

  /** There have been `most` calls already, and this would be another one. */
  isFull(call: ToolCall, most: number): boolean {
    return this.#calls >= most && !this.#entries.has(keyOf(call));
  }

  /**
   * `started`: `execute` was called; `joined`: what runs already answers for this call, too; `repeated`: this very call runs
   * already; otherwise the result of the run before.
   */
  start(
    call: ToolCall,
    execute: (call: ToolCall) => Promise<ToolOutcome>,
  ): 'started' | 'joined' | 'repeated' | ToolOutcome {
    const key = keyOf(call);
    const known = this.#entries.get(key);
    if (known) return known.outcome ?? 'repeated';
    const request = requestOf(call);
    const former = this.#latest.get(request);
    if (former && !former.outcome && former.alsoFor.includes(call.id)) return 'repeated';
    this.#calls++;
    if (former && !this.#isSettled(former)) {
      if (former.outcome) return former.outcome;
      former.alsoFor.push(call.id);
      return 'joined';
    }
    const run: ToolRun = { ...call, status: 'running', output: '', startedAt: this.#options.now(), endedAt: null };
    const entry: Entry = { run, outcome: null, settled: Promise.resolve(), alsoFor: [] };
    this.#entries.set(key, entry);
    this.#latest.set(request, entry);
    entry.settled = this.#execute(entry, call, execute);
    return 'started';
  }

  /** One that takes too long goes on, whatever the model was told of it. */
  #isSettled({ run }: Entry): boolean {
    return run.status !== 'timeout' && run.endedAt !== null && this.#options.isSettled(run, run.endedAt);
  }

  /** Reports the tools that take too long. */
  expire(now: number): void {
    for (const entry of this.#entries.values()) {
      const { status, startedAt, name } = entry.run;
      if (status !== 'running' || now - startedAt < this.#options.timeoutMs(name)) continue;
      entry.run.status = 'timeout';
      this.#report(entry, { output: TOOL_TIMED_OUT }, false);
    }
  }

  /** Resolves when no tool runs any more, or after the time a tool may take. */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const longestMs = Math.max(0, ...this.runs.map(({ name }) => this.#options.timeoutMs(name)));
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longestMs);
    });
    await Promise.race([Promise.all([...this.#entries.values()].map(({ settled }) => settled)), patience]);
    clearTimeout(timer);
  }

  async #execute(entry: Entry, call: ToolCall, execute: (call: ToolCall) => Promise<ToolOutcome>): Promise<void> {
    let outcome: ToolOutcome;
    let failed = false;
    try {
      outcome = await execute(call);
    } catch {
      outcome = { output: TOOL_FAILED };
      failed = true;
    }
    const late = entry.run.status === 'timeout';
    entry.run.status = failed ? 'failed' : 'done';
    this.#report(entry, outcome, late);
  }

  #report(entry: Entry, outcome: ToolOutcome, late: boolean): void {
    entry.outcome = outcome;
    entry.run.output = outcome.output;
    entry.run.endedAt = this.#options.now();
    this.#options.onFinished({ ...outcome, run: entry.run, late, alsoFor: entry.alsoFor });
  }
}
