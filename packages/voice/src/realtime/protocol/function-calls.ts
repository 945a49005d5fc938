import type { ToolCall } from '../../contracts/realtime-provider.ts';
import { rawStringAt, stringAt, type JsonObject } from '../../wire/json.ts';

/**
 * Collects function calls. A provider announces one call up to four times (item added, arguments done, item done,
 * response done); it is handed on once, as soon as name and arguments are complete. Only a later response can repeat it.
 */
export class FunctionCalls {
  /** Names by item id: the event with the arguments may come without the name. */
  readonly #names = new Map<string, string>();
  readonly #handedOn = new Set<string>();
  /** Calls without a result, by the response that made them: several of one are answered together. */
  readonly #unanswered = new Map<string, number>();
  readonly #respond = new Set<number>();
  #responses = 0;

  responseCreated(): void {
    this.#handedOn.clear();
    this.#responses++;
  }

  /** The call in this item when it is complete and new, else null. */
  read(item: JsonObject | null): ToolCall | null {
    if (stringAt(item, 'type') !== 'function_call') return null;
    const itemId = stringAt(item, 'item_id') ?? stringAt(item, 'id') ?? '';
    const name = stringAt(item, 'name') ?? this.#names.get(itemId);
    if (name !== undefined) this.#names.set(itemId, name);
    const id = stringAt(item, 'call_id');
    const args = rawStringAt(item, 'arguments');
    const complete = stringAt(item, 'status') === 'completed' || (stringAt(item, 'status') === null && Boolean(args));
    if (!complete || id === null || args === null || name === undefined) return null;
    const key = JSON.stringify([id, args]);
    if (this.#handedOn.has(key)) return null;
    this.#handedOn.add(key);
    this.#unanswered.set(id, this.#responses);
    return { id, name, arguments: args };
  }

  /**
   * True when all calls of its response have their results and at least one of them wants the agent to go on. One that takes
   * long does not hold up what was asked for since.
   */
  answered(callId: string, respond: boolean): boolean {
    const response = this.#unanswered.get(callId);
    // An earlier session made it.
    if (response === undefined) return respond;
    this.#unanswered.delete(callId);
    if (respond) this.#respond.add(response);
    if ([...this.#unanswered.values()].includes(response)) return false;
    return this.#respond.delete(response);
  }
}
