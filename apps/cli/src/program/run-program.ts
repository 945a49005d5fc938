import { CommanderError, type Command } from 'commander';
import { tellableError } from '../api/errors.ts';
import type { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';
import { note } from './output.ts';
import { printable, styledNote } from './terminal-text.ts';

const CODES: Readonly<Record<number, string>> = {
  [EXIT.failed]: 'failed',
  [EXIT.usage]: 'usage',
  [EXIT.notAllowed]: 'not_allowed',
  [EXIT.notFound]: 'not_found',
  [EXIT.findings]: 'findings',
  [EXIT.interrupted]: 'interrupted',
};

/** One JSON object on stderr, for `--json`: stdout has results only. */
function tellJson(error: Pick<CliError, 'message' | 'exitCode'> & Partial<CliError>): void {
  const { message, exitCode, status = null, requestId = null, details = [], hint = null } = error;
  const told = { code: CODES[exitCode], message, status, request_id: requestId, details, hint };
  note(JSON.stringify({ error: told }));
}

function tell(error: CliError): void {
  note(`${styledNote('red', 'Error:')} ${printable(error.message)}`);
  // What is wrong with the one field may be the whole message.
  const more = error.details.filter((detail) => !detail.endsWith(`: ${error.message}`));
  for (const detail of more) note(`  ${printable(detail)}`);
  if (error.hint !== undefined) note(printable(error.hint));
}

/** Whatever cannot be read on the command line, this can. */
export const wantsJson = (argv: readonly string[]): boolean => argv.slice(0, indexOfEnd(argv)).includes('--json');

const indexOfEnd = (argv: readonly string[]): number => (argv.includes('--') ? argv.indexOf('--') : argv.length);

/** Runs the command line and answers with what the process ends with. Errors are told on stderr. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return process.exitCode === undefined ? EXIT.ok : Number(process.exitCode);
  } catch (error) {
    // Commander has told it already; of its errors only --help and --version are none.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      if (wantsJson(argv)) tellJson({ message: error.message.replace(/^error: /, ''), exitCode: EXIT.usage });
      return EXIT.usage;
    }
    const tellable = tellableError(error);
    if (tellable === null) throw error;
    if (wantsJson(argv)) tellJson(tellable);
    else tell(tellable);
    return tellable.exitCode;
  }
}
