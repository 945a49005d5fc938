import type { ToolDefinition } from '@leadlock/voice/contracts';
import type { DialogueStep } from '@leadlock/voice/local';
import { newItem, type ConversationItem } from '../realtime/conversation.ts';
import { newId } from '../realtime/ids.ts';
import { objectAt, parseObject, textAt, type JsonObject } from '../realtime/json.ts';
import { Mind, verbatimText } from '../realtime/mind.ts';
import type { ClientTool } from './agent-schema.ts';

/** A tool that is called as the agent has it. */
export interface ToolRequest {
  id: string;
  tool: ClientTool;
  parameters: JsonObject;
}

/** What the agent says and does next. */
export interface Thought {
  say: string;
  tools: ToolRequest[];
}

/** In brackets: no words of the caller, but a word about them. */
const DIRECTION = /^\([^()]*\b(?:waits|go on|speak)\b[^()]*\)$/i;

/** Thinks for an agent. Tools that its prompt lists are called through the tool that takes a name and arguments. */
export class MindOfAgent {
  readonly #mind = new Mind();
  readonly #tools: readonly ClientTool[];
  readonly #general: ClientTool | undefined;
  #news: ConversationItem[] = [];

  constructor(prompt: string, tools: readonly ClientTool[]) {
    this.#tools = tools;
    this.#general = tools.find(
      ({ parameters }) => parameters && 'name' in parameters.properties && 'arguments' in parameters.properties,
    );
    const own = tools.filter((tool) => tool !== this.#general).map(definitionOf);
    const { tools: listed, rest } = this.#general ? readToolList(prompt, this.#general) : { tools: [], rest: prompt };
    this.#mind.configure(rest, [...own, ...listed]);
  }

  said(text: string): void {
    this.#mind.said(text);
  }

  interrupted(heard: string): void {
    this.#mind.interrupted(heard);
  }

  knows(text: string): void {
    this.#add({ type: 'message', role: 'system', content: [{ type: 'input_text', text }] });
  }

  hears(text: string): void {
    this.#add({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
  }

  /** It was interrupted before it could call the tool. */
  withdrawn(toolCallId: string): void {
    const name = this.#mind.nameOfCall(toolCallId);
    if (name !== undefined) this.#mind.withdrawn(name);
  }

  toolAnswered(toolCallId: string, output: string): void {
    this.#add({ type: 'function_call_output', call_id: toolCallId, output });
  }

  /** What is said in the answer to a written message, where the message wants certain words; null: it wants none. */
  reads(text: string): string | null {
    const exact = verbatimText(text);
    if (exact !== null) this.#mind.said(exact);
    else if (!DIRECTION.test(text.trim())) this.hears(text);
    return exact;
  }

  async think(): Promise<Thought> {
    const step: DialogueStep = await this.#mind.answer(this.#news.splice(0), null);
    return {
      say: step.say,
      tools: step.toolCalls.flatMap(({ name, arguments: args }) => {
        const id = newId('call');
        this.#mind.toolCalled(id, name);
        const tool = this.#tools.find((one) => one.name === name);
        if (tool) return [{ id, tool, parameters: args }];
        if (!this.#general) return [];
        return [{ id, tool: this.#general, parameters: { name, arguments: JSON.stringify(args) } }];
      }),
    };
  }

  #add(item: JsonObject & { type: string }): void {
    this.#news.push(newItem(item));
  }
}

const definitionOf = ({ name, description, parameters }: ClientTool): ToolDefinition => ({
  name,
  description,
  parameters: parameters ?? { type: 'object', properties: {} },
});

/** The tools that a prompt lists, each a line of JSON, and the prompt without what is said of them: nothing of it is a fact. */
function readToolList(prompt: string, general: ClientTool): { tools: ToolDefinition[]; rest: string } {
  const tools: ToolDefinition[] = [];
  const rest = prompt.split('\n').filter((line) => {
    const tool = listedTool(line);
    if (tool) tools.push(tool);
    return tool === null && !line.includes(general.name);
  });
  return { tools, rest: rest.join('\n') };
}

function listedTool(line: string): ToolDefinition | null {
  const object = line.startsWith('{') ? parseObject(line) : null;
  const name = textAt(object, 'name');
  const parameters = objectAt(object, 'parameters');
  return name !== null && parameters ? { name, description: textAt(object, 'description') ?? '', parameters } : null;
}
