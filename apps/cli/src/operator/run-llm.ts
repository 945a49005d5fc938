import { connectLanguageModels } from '@leadlock/composition/language-models';
import { inspectEnvironment } from '@leadlock/core/environment';
import { LlmError, type LlmAnswer, type LlmProvider, type LlmRequest } from '@leadlock/providers/contracts';
import { CliError } from '../program/cli-error.ts';
import { onInterrupt } from '../program/interrupt.ts';
import { note, write, writeJson, writeLine } from '../program/output.ts';
import { printable } from '../program/terminal-text.ts';
import { readVariables } from './variables.ts';

export interface LlmOptions {
  model: string;
  instructions?: string;
  stream?: boolean;
  variables?: string;
  timeout: number;
  json?: boolean;
}

const MS = 1_000;
const MICRO_DOLLARS = 1_000_000;

async function answerWhileWritten(llm: LlmProvider, request: LlmRequest): Promise<LlmAnswer> {
  let answer: LlmAnswer | null = null;
  for await (const event of llm.stream(request)) {
    if (event.kind === 'text') await write(printable(event.text));
    else if (event.kind === 'end') answer = event.answer;
  }
  await writeLine('');
  if (answer === null) throw new CliError('The response is incomplete');
  return answer;
}

/** What it used, cost and took, in one line. */
function summary({ model, usage, price, durationMs, attempts, end }: LlmAnswer): string {
  const tokens =
    usage === null
      ? 'tokens unknown'
      : `${usage.inputTokens} input tokens (${usage.cachedInputTokens} cached), ${usage.outputTokens} output tokens`;
  const cost = price === null ? 'price unknown' : `$${(price / MICRO_DOLLARS).toFixed(6)}`;
  const tries = attempts === 1 ? '' : ` in ${attempts} attempts`;
  const cut = end === 'length' ? ', truncated at the token limit' : '';
  return `${model}: ${tokens}, ${cost}, ${(durationMs / MS).toFixed(1)} s${tries}${cut}`;
}

/** Asks a model one question, as the services would. */
export async function runLlm(question: string, options: LlmOptions): Promise<void> {
  const { environment } = inspectEnvironment(readVariables(options.variables));
  const llm = connectLanguageModels(environment);
  const leaving = new AbortController();
  const stay = onInterrupt(() => Promise.resolve(leaving.abort()));
  const request: LlmRequest = {
    model: options.model,
    instructions: options.instructions,
    messages: [{ role: 'user', content: question }],
    deadlineMs: options.timeout * MS,
    signal: leaving.signal,
  };
  try {
    const isWritten = options.stream === true && options.json !== true;
    const answer = await (isWritten ? answerWhileWritten(llm, request) : llm.generate(request));
    if (options.json) {
      const { text, toolCalls: _none, ...spent } = answer;
      await writeJson({ answer: text, ...spent });
      return;
    }
    if (!isWritten) await writeLine(printable(answer.text));
    note(printable(summary(answer)));
  } catch (error) {
    if (error instanceof LlmError) throw new CliError(error.message, { hint: error.remedy, cause: error });
    throw error;
  } finally {
    stay();
  }
}
