import { CliError, usageError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';

const interrupted = (): CliError => new CliError('Interrupted', { exitCode: EXIT.interrupted });

/** The option of commands that ask first, which take no beginning of a name then. */
export const UNASKED = ['-y, --yes', 'skip confirmation; requires full names and IDs'] as const;

/** Whether somebody sits at the terminal. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * Where questions go: to stderr, so that they never end up in a pipe. A question whose answer cannot come any more (the
 * terminal is gone, or Ctrl-D) leaves nothing to wait for; it counts as cancelled.
 */
function asking(): { output: NodeJS.WriteStream; signal: AbortSignal } {
  const unanswerable = new AbortController();
  process.once('beforeExit', () => unanswerable.abort());
  return { output: process.stderr, signal: unanswerable.signal };
}

export async function askText(message: string): Promise<string> {
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({
    message,
    validate: (value) => (value?.trim() ? undefined : 'Please enter a value.'),
    ...asking(),
  });
  if (isCancel(answer)) throw interrupted();
  return answer.trim();
}

/** Asks for a password; nothing of it is shown, not even its length. */
export async function askPassword(message: string): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({
    message,
    mask: '',
    validate: (value) => (value ? undefined : 'Please enter a value.'),
    ...asking(),
  });
  if (isCancel(answer)) throw interrupted();
  return answer;
}

/**
 * Asks before something that cannot be taken back, unless `--yes` was given.
 * @throws CliError when the answer is no, and where nobody can be asked.
 */
export async function confirmOrThrow(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!canAsk())
    throw usageError(`${question} No terminal to ask for confirmation.`, 'Add --yes to skip confirmation.');
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false, ...asking() });
  if (isCancel(answer)) throw interrupted();
  if (!answer) throw new CliError('Canceled. Nothing was changed.');
}

/** All that is piped in, without the line's end. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
