import { heardAfter, messageText, newItem, type Conversation, type ConversationItem } from './conversation.ts';
import type { EventProblem } from './dialect.ts';
import { asObject, numberAt, textAt, type JsonObject } from './json.ts';
import type { Mind } from './mind.ts';
import type { TokenCounter } from './usage.ts';

interface ItemEventsOptions {
  conversation: Conversation;
  mind: Mind;
  tokens: TokenCounter;
  send: (event: JsonObject) => void;
}

/** What a client does to the items of its conversation. Each answers with what cannot be done, or null. */
export class ItemEvents {
  readonly #conversation: Conversation;
  readonly #mind: Mind;
  readonly #tokens: TokenCounter;
  readonly #send: (event: JsonObject) => void;

  constructor({ conversation, mind, tokens, send }: ItemEventsOptions) {
    this.#conversation = conversation;
    this.#mind = mind;
    this.#tokens = tokens;
    this.#send = send;
  }

  /** `conversation.item.create` */
  create(event: JsonObject): EventProblem | null {
    const given = asObject(event.item) ?? {};
    const type = textAt(given, 'type') ?? '';
    const id = textAt(given, 'id');
    if (id !== null && this.#conversation.find(id)) {
      return { code: 'item_create_duplicate_id', message: `Item with id '${id}' already exists.`, param: 'item.id' };
    }
    const previousId = textAt(event, 'previous_item_id');
    if (previousId !== null && previousId !== 'root' && !this.#conversation.find(previousId)) return noItem(previousId);
    const callId = textAt(given, 'call_id') ?? '';
    if (type === 'function_call_output' && this.#mind.nameOfCall(callId) === undefined) {
      const message = `Error creating conversation item: tool call ID '${callId}' not found in conversation.`;
      return { code: 'invalid_tool_call_id', message, param: 'item.call_id' };
    }
    if (type === 'function_call') this.#mind.toolCalled(callId, textAt(given, 'name') ?? '');
    const item = newItem({ ...given, type });
    // What the client says the agent did before is no news to the agent, and what came before its words was answered.
    const isAgents = textAt(given, 'role') === 'assistant';
    item.answered = type === 'function_call' || isAgents;
    if (isAgents) {
      this.#conversation.takeNews();
      this.#mind.said(messageText(item));
    }
    this.#tokens.read(JSON.stringify(given.content ?? given.output ?? ''));
    const previous_item_id = this.#conversation.add(item, previousId);
    this.#send({ type: 'conversation.item.added', previous_item_id, item: item.wire });
    this.#send({ type: 'conversation.item.done', previous_item_id, item: item.wire });
    return null;
  }

  /** `conversation.item.retrieve` */
  retrieve(event: JsonObject): EventProblem | null {
    return this.#withItem(event, ({ wire }) => {
      this.#send({ type: 'conversation.item.retrieved', item: wire });
      return null;
    });
  }

  /** `conversation.item.delete` */
  delete(event: JsonObject): EventProblem | null {
    return this.#withItem(event, ({ wire }) => {
      this.#conversation.delete(wire.id);
      this.#send({ type: 'conversation.item.deleted', item_id: wire.id });
      return null;
    });
  }

  /** `conversation.item.truncate`: the agent's words were heard up to there. */
  truncate(event: JsonObject): EventProblem | null {
    return this.#withItem(event, (item) => {
      const endMs = numberAt(event, 'audio_end_ms') ?? 0;
      const audioMs = Math.floor(item.audioMs);
      if (item.wire.role !== 'assistant' || item.sentences.length === 0) {
        const message = 'Only model output audio messages can be truncated';
        return { code: 'invalid_value', message, param: 'item_id' };
      }
      if (endMs > audioMs) {
        const message = `Audio content of ${audioMs}ms is already shorter than ${endMs}ms`;
        return { code: 'invalid_value', message, param: 'audio_end_ms' };
      }
      this.#mind.interrupted(heardAfter(item, endMs));
      item.audioMs = endMs;
      item.wire.content = [{ type: 'output_audio' }];
      this.#send({
        type: 'conversation.item.truncated',
        item_id: item.wire.id,
        content_index: numberAt(event, 'content_index') ?? 0,
        audio_end_ms: endMs,
      });
      return null;
    });
  }

  #withItem(event: JsonObject, use: (item: ConversationItem) => EventProblem | null): EventProblem | null {
    const id = textAt(event, 'item_id') ?? '';
    const item = this.#conversation.find(id);
    return item ? use(item) : noItem(id);
  }
}

const noItem = (id: string): EventProblem => ({
  code: 'item_not_found',
  message: `Item with item_id '${id}' does not exist.`,
  param: 'item_id',
});
