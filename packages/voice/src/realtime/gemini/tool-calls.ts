import { newId } from '@leadlock/core/ids';
import type { HistoryItem, ToolCall } from '../../contracts/realtime-provider.ts';
import { parseObject, type JsonObject } from '../../wire/json.ts';

/** So many calls that were taken back are remembered. */
const MAX_CANCELLED = 32;

interface Entry {
  call: ToolCall;
  /** The server's id of it, which may repeat those of other sessions. */
  serverId: string | null;
  /** `answered`: its result was sent; `cancelled`: the server waits for no result of it any more. */
  state: 'open' | 'answered' | 'cancelled';
  output: string | null;
}

/** How a result reaches the model: in answer to its call, or told. */
export type Delivery = { kind: 'response'; serverId: string; name: string } | { kind: 'note'; name: string };

/**
 * The calls of a session. The server takes a call back when the caller speaks meanwhile, and the model then likes to make
 * it again: what runs already is not run twice, but gets the result of the first.
 */
export class ToolCalls {
  readonly #entries = new Map<string, Entry>();
  #wantsAnswer = false;

  constructor(history: readonly HistoryItem[]) {
    for (const item of history) {
      if (item.kind !== 'tool' || item.output !== null) continue;
      this.#entries.set(item.call.id, { call: item.call, serverId: null, state: 'cancelled', output: null });
    }
  }

  /** The server waits for results. */
  get areOpen(): boolean {
    return this.#all.some(({ state }) => state === 'open');
  }

  /** The server waits for the result of this call. */
  isOpen(callId: string): boolean {
    return this.#entries.get(callId)?.state === 'open';
  }

  /** With the results of these calls the server waits for no other. */
  areCompleteWith(callIds: readonly string[]): boolean {
    return this.#all.every(({ state, call }) => state !== 'open' || callIds.includes(call.id));
  }

  /** The call where it is new; the result to be sent at once where it was made before; null when there is nothing to do. */
  made({ id: serverId, name, args }: { id: string; name: string; args: string }): ToolCall | { output: string } | null {
    if (this.#all.some((entry) => entry.serverId === serverId && entry.state === 'open')) return null;
    const repeated = this.#all.find((entry) => entry.serverId === serverId && entry.state === 'answered');
    if (repeated?.output != null) return { output: repeated.output };
    const former = this.#all.find(({ state, call }) => state === 'cancelled' && isSame(call, name, args));
    if (former) {
      former.serverId = serverId;
      former.state = 'open';
      return former.output === null ? null : { output: former.output };
    }
    const call = { id: `call_${newId()}`, name, arguments: args };
    this.#entries.set(call.id, { call, serverId, state: 'open', output: null });
    return call;
  }

  /** The server has taken calls back. True: not for what it was told since it made them. */
  cancelled(serverIds: readonly string[]): boolean {
    const cancelled = this.#all.filter(({ serverId }) => serverId !== null && serverIds.includes(serverId));
    for (const entry of cancelled) this.#cancel(entry);
    return cancelled.length > 0;
  }

  /** The server is told something, for which it takes back what it waits for: it may not have told us yet. */
  takenBack(): void {
    for (const entry of this.#all) if (entry.state === 'open') this.#cancel(entry);
  }

  /** The connection is gone, and with it what it waited for. */
  lost(): void {
    for (const entry of this.#all) this.#cancel(entry);
  }

  /** A tool has ended. */
  ended(callId: string, output: string): Delivery {
    const entry = this.#entries.get(callId);
    if (entry?.state === 'open' && entry.serverId !== null) {
      // Kept until the model has spoken to it: the connection may break before the result is there.
      entry.state = 'answered';
      entry.output = output;
      return { kind: 'response', serverId: entry.serverId, name: entry.call.name };
    }
    if (entry) entry.output = output;
    return { kind: 'note', name: entry?.call.name ?? 'from before' };
  }

  /** The call to which a result is sent again. */
  answered(serverId: string): void {
    for (const entry of this.#all) if (entry.serverId === serverId) entry.state = 'answered';
  }

  /** Whether all results are in, so that the model goes on, and whether it is to be heard then. */
  goesOn(respond: boolean): 'heard' | 'unheard' | null {
    this.#wantsAnswer ||= respond;
    if (this.areOpen) return null;
    const isHeard = this.#wantsAnswer;
    this.#wantsAnswer = false;
    return isHeard ? 'heard' : 'unheard';
  }

  /** The model has spoken: it knows the results that were told, and a call from now on is a new one. */
  spoken(): void {
    for (const [id, { state, output }] of this.#entries) {
      if (state !== 'open' && output !== null) this.#entries.delete(id);
    }
  }

  get #all(): Entry[] {
    return [...this.#entries.values()];
  }

  #cancel(entry: Entry): void {
    entry.state = 'cancelled';
    entry.serverId = null;
    const cancelled = this.#all.filter(({ state }) => state === 'cancelled');
    const [oldest] = cancelled;
    if (oldest && cancelled.length > MAX_CANCELLED) this.#entries.delete(oldest.call.id);
  }
}

const isSame = (call: ToolCall, name: string, args: string): boolean =>
  call.name === name && inOrder(call.arguments) === inOrder(args);

const inOrder = (args: string): string =>
  JSON.stringify(
    Object.entries(parseObject(Buffer.from(args)) ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

/** A result as the protocol wants it: an object. */
export const responseObject = (output: string): JsonObject => parseObject(Buffer.from(output)) ?? { result: output };
