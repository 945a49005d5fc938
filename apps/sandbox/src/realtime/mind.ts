import { ruleBasedDialogue, type Dialogue, type DialogueStep } from '@leadlock/voice/local';
import type { ToolDefinition } from '@leadlock/voice/contracts';
import { messageText, type ConversationItem } from './conversation.ts';
import { textAt } from './json.ts';

/** What a search that the vendor does by itself finds. */
export type LookUp = (question: string) => readonly string[];

/** Thinks for a session: rules that follow the instructions, fed with what is new in the conversation. */
export class Mind {
  readonly #dialogue: Dialogue = ruleBasedDialogue({ instructions: '', tools: [] });
  /** A dialogue thinks one thought at a time. */
  #queue: Promise<unknown> = Promise.resolve();
  readonly #calledTools = new Map<string, string>();
  #instructions = '';
  #lookUp: LookUp = () => [];
  /** What was looked up. */
  readonly #found = new Set<string>();

  /** The conversation goes on, whatever the instructions and tools were before. */
  configure(instructions: string, tools: ToolDefinition[], lookUp: LookUp = () => []): void {
    this.#instructions = instructions;
    this.#lookUp = lookUp;
    this.#dialogue.change?.({ instructions: this.#knowledge, tools });
  }

  get #knowledge(): string {
    return [this.#instructions, ...this.#found].join('\n');
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

  /** What was thought of is not said or done: whoever it was for has broken in. */
  drop({ toolCalls }: DialogueStep): void {
    this.interrupted('');
    for (const { name } of toolCalls) this.withdrawn(name);
  }

  /** A tool that it wanted to be called was not, or was taken back. */
  withdrawn(name: string): void {
    this.#dialogue.remember?.({ kind: 'withdrawn', name });
  }

  async #think(news: ConversationItem[], instructions: string | null): Promise<DialogueStep> {
    if (instructions !== null) this.#dialogue.remember?.({ kind: 'note', text: instructions });
    const results = news.filter(({ wire }) => wire.type === 'function_call_output');
    const said: string[] = [];
    for (const item of news) {
      const role = textAt(item.wire, 'role');
      if (role === 'system') this.#dialogue.remember?.({ kind: 'note', text: messageText(item) });
      else if (role === 'user') said.push(messageText(item));
    }
    const heard = said.length > 0 ? said.join(' ').trim() : undefined;
    if (heard !== undefined) this.#search(heard);
    if (results.length === 0) return this.#dialogue.next(heard ?? null);
    const steps: DialogueStep[] = [];
    for (const [index, { wire }] of results.entries()) {
      const name = textAt(wire, 'name') ?? this.#calledTools.get(textAt(wire, 'call_id') ?? '') ?? '';
      const isLast = index === results.length - 1;
      steps.push(await this.#dialogue.toolResult(name, textAt(wire, 'output') ?? '', isLast ? heard : undefined));
    }
    return {
      say: steps
        .map((step) => step.say)
        .filter((text) => text !== '')
        .join(' '),
      toolCalls: steps.flatMap((step) => step.toolCalls),
    };
  }

  #search(question: string): void {
    const before = this.#found.size;
    for (const text of this.#lookUp(question)) this.#found.add(text);
    if (this.#found.size > before) this.#dialogue.change?.({ instructions: this.#knowledge });
  }
}

/** The text that instructions want said word for word: what follows "Say exactly …:" and its like; null for others. */
export function verbatimText(instructions: string): string | null {
  const match = /^\s*(?:please\s+)?(?:say|speak|read)\b[^:\n]*\b(?:exactly|verbatim|word)\b[^:\n]*:([\s\S]+)$/i.exec(
    instructions,
  );
  return match?.[1]?.trim().replace(/^["“]([\s\S]*)["”]$/, '$1') ?? null;
}
