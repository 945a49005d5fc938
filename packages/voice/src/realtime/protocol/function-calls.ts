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
  readonly #unanswered = new Set<string>();
  #respond = false;

  responseCreated(): void {
    this.#handedOn.clear();
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
    this.#unanswered.add(id);
    return { id, name, arguments: args };
  }

  /** True when this was the last result that was awaited and at least one of them wants the agent to go on. */
  answered(callId: string, respond: boolean): boolean {
    this.#unanswered.delete(callId);
    this.#respond ||= respond;
    if (this.#unanswered.size > 0) return false;
    const goOn = this.#respond;
    this.#respond = false;
    return goOn;
  }
}
