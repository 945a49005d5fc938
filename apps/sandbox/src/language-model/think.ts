import { readPrompt, ruleBasedDialogue, type DialogueStep } from '@leadlock/voice/local';
import { textTokens } from '../realtime/usage.ts';
import { newCallId } from './ids.ts';
import { withoutDocuments } from './documents.ts';
import { fillSchema } from './fill-schema.ts';
import type { CalledTool, ModelRequest, Thought, Turn } from './model-request.ts';

const LETTERS_A_TOKEN = 4;
const DOES_NOT_KNOW = 'I do not know: nothing that I was given says so.';

/** A request whose turns say what was said, with what was handed over to be read apart from it. */
interface Material {
  turns: Turn[];
  documents: string;
  /** Everything that may be quoted. */
  everything: string;
}

function materialOf({ instructions, turns }: ModelRequest): Material {
  const documents: string[] = [];
  const said = turns.map((turn): Turn => {
    if (turn.kind !== 'heard') return turn;
    const parts = withoutDocuments(turn.text);
    documents.push(...parts.documents);
    return { kind: 'heard', text: parts.said };
  });
  const heard = said.flatMap((turn) => (turn.kind === 'heard' ? [turn.text] : []));
  const results = said.flatMap((turn) => (turn.kind === 'result' ? [turn.output] : []));
  return {
    turns: said,
    documents: documents.join('\n'),
    everything: [instructions, ...documents, ...results, ...heard].join('\n'),
  };
}

const called = (name: string, args: unknown): CalledTool => ({
  id: newCallId(),
  name,
  arguments: JSON.stringify(args),
});

/** The tool that has to be called, whatever was said; null where that is free. */
function forcedTool({ tools, toolChoice, turns }: ModelRequest): ModelRequest['tools'][number] | null {
  if (toolChoice === 'auto' || toolChoice === 'none') return null;
  if (toolChoice !== 'required') return tools.find(({ name }) => name === toolChoice.name) ?? null;
  const heard = turns.findLast((turn) => turn.kind === 'heard')?.text.toLowerCase() ?? '';
  const isNamed = (name: string): boolean => name.split('_').some((word) => word.length > 3 && heard.includes(word));
  return tools.find(({ name }) => isNamed(name)) ?? tools[0] ?? null;
}

/** Answers with a sentence of what it was given to read, and of the question itself. */
function answerFrom({ turns, documents, everything }: Material): string {
  const question = turns.findLast((turn) => turn.kind === 'heard')?.text ?? '';
  if (/^\W*(?:hi|hello|hey)\b.{0,20}$/i.test(question)) return 'Hello. How can I help you?';
  const sentences = question.split(/(?<=[.!?])\s+/);
  const asked = sentences.findLast((sentence) => sentence.endsWith('?')) ?? sentences.at(-1) ?? '';
  return (
    readPrompt(documents).answer(asked) ?? readPrompt(everything.replace(asked, '')).answer(asked) ?? DOES_NOT_KNOW
  );
}

const LINES_BRIEFED = 2;

/** What a caller wants, in their words, for who is to be briefed on a call that was handed over to be read; null: nobody. */
function briefingFrom(instructions: string, { documents }: Material): string | null {
  if (!/\b(?:brief|summari[sz]e)\b/i.test(instructions)) return null;
  const said = documents.split('\n').flatMap((line) => /^Caller: (.*\S)/.exec(line)?.[1] ?? []);
  return said.length === 0 ? null : `The caller said: ${said.slice(-LINES_BRIEFED).join(' ')}`;
}

/** Goes through the conversation again, as it was, and thinks of what comes next. */
async function converse(request: ModelRequest, { turns, documents }: Material): Promise<DialogueStep> {
  const dialogue = ruleBasedDialogue({
    instructions: `${request.instructions}\n${documents}`,
    tools: request.toolChoice === 'none' ? [] : request.tools,
  });
  const names = new Map<string, string>();
  let step: DialogueStep | null = null;
  for (const turn of turns) {
    if (turn.kind === 'said') {
      for (const { id, name } of turn.calls) names.set(id, name);
      if (turn.text !== '') dialogue.remember?.({ kind: 'said', text: turn.text });
      step = null;
    } else if (turn.kind === 'heard') {
      step = await dialogue.next(turn.text);
    } else {
      step = await dialogue.toolResult(names.get(turn.callId) ?? '', turn.output);
    }
  }
  return step ?? dialogue.next(null);
}

/** Writes no more than it may. */
function cut(thought: Omit<Thought, 'isCut'>, maxTokens: number | null): Thought {
  const used = outputTokens(thought);
  if (maxTokens === null || used <= maxTokens) return { ...thought, isCut: false };
  return { text: thought.text.slice(0, maxTokens * LETTERS_A_TOKEN), calls: [], isCut: true };
}

export const outputTokens = ({ text, calls }: Pick<Thought, 'text' | 'calls'>): number =>
  textTokens(text) + calls.reduce((sum, call) => sum + textTokens(call.name + call.arguments), 0);

/**
 * What a model would answer, by rules: sentences of what it was given, values of the schema that it was given, tools that
 * it was given. What it was not given it does not know. The same request always gets the same answer.
 */
export async function think(request: ModelRequest): Promise<Thought> {
  const material = materialOf(request);
  const { schema, maxTokens, tools, instructions } = request;
  const answer = (text: string, calls: CalledTool[] = []): Thought => cut({ text, calls }, maxTokens);
  const forced = forcedTool(request);
  if (forced) return answer('', [called(forced.name, fillSchema(forced.parameters, material.everything))]);
  if (schema) return answer(JSON.stringify(fillSchema(schema, material.everything)));
  if (instructions === '' && tools.length === 0) return answer(answerFrom(material));
  const briefing = briefingFrom(instructions, material);
  if (briefing !== null) return answer(briefing);
  const step = await converse(request, material);
  return answer(
    step.say,
    step.toolCalls.map((call) => called(call.name, call.arguments)),
  );
}
