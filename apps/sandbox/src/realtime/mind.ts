import { ruleBasedDialogue, type Dialogue, type DialogueStep } from '@leadlock/voice/local';
import type { ToolDefinition } from '@leadlock/voice/contracts';
import { messageText, type ConversationItem } from './conversation.ts';
import { textAt } from './json.ts';

/** Thinks for a session: rules that follow the instructions, fed with what is new in the conversation. */
export class Mind {
  readonly #dialogue: Dialogue = ruleBasedDialogue({ instructions: '', tools: [] });
  /** A dialogue thinks one thought at a time. */
  #queue: Promise<unknown> = Promise.resolve();
  readonly #calledTools = new Map<string, string>();

  /** The conversation goes on, whatever the instructions and tools were before. */
  configure(instructions: string, tools: ToolDefinition[]): void {
    this.#dialogue.change?.({ instructions, tools });
  }

  toolCalled(callId: string, name: string): void {
    this.#calledTools.set(callId, name);
  }

  nameOfCall(callId: string): string | undefined {
    return this.#calledTools.get(callId);
  }

  said(text: string): void {
    this.#dialogue.remember?.({ kind: 'said', text });
  }

  interrupted(heard: string): void {
    this.#dialogue.remember?.({ kind: 'interrupted', heard });
  }

  /** What to say and do next, given what is new. */
  answer(news: ConversationItem[], instructions: string | null): Promise<DialogueStep> {
    const thought = this.#queue.then(() => this.#think(news, instructions));
    this.#queue = thought.catch(() => undefined);
    return thought;
  }

  async #think(news: ConversationItem[], instructions: string | null): Promise<DialogueStep> {
    const steps: DialogueStep[] = [];
    const heard: string[] = [];
    if (instructions !== null) this.#dialogue.remember?.({ kind: 'note', text: instructions });
    for (const item of news) {
      const role = textAt(item.wire, 'role');
      if (item.wire.type === 'function_call_output') {
        const name = this.#calledTools.get(textAt(item.wire, 'call_id') ?? '') ?? '';
        steps.push(await this.#dialogue.toolResult(name, textAt(item.wire, 'output') ?? ''));
      } else if (role === 'system') {
        this.#dialogue.remember?.({ kind: 'note', text: messageText(item) });
      } else if (role === 'user') {
        heard.push(messageText(item));
      }
    }
    if (heard.length > 0) steps.push(await this.#dialogue.next(heard.join(' ').trim()));
    else if (steps.length === 0) steps.push(await this.#dialogue.next(null));
    return {
      say: steps
        .map((step) => step.say)
        .filter((text) => text !== '')
        .join(' '),
      toolCalls: steps.flatMap((step) => step.toolCalls),
    };
  }
}

/** The text that instructions want said word for word: what follows "Say exactly …:" and its like; null for others. */
export function verbatimText(instructions: string): string | null {
  const match = /^\s*(?:please\s+)?(?:say|speak|read)\b[^:\n]*\b(?:exactly|verbatim|word)\b[^:\n]*:([\s\S]+)$/i.exec(
    instructions,
  );
  return match?.[1]?.trim().replace(/^["“]([\s\S]*)["”]$/, '$1') ?? null;
}
