import { CommanderError, type Command } from 'commander';
import { tellableError } from '../api/errors.ts';
import type { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';
import { note } from './output.ts';
import { printable, styledNote } from './terminal-text.ts';

function tell(error: CliError): void {
  note(`${styledNote('red', 'Error:')} ${printable(error.message)}`);
  for (const detail of error.details) note(`  ${printable(detail)}`);
  if (error.hint !== undefined) note(printable(error.hint));
}

/** Runs the command line and answers with what the process ends with. Errors are told on stderr. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return process.exitCode === undefined ? EXIT.ok : Number(process.exitCode);
  } catch (error) {
    // Commander has told it already; of its errors only --help and --version are none.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const tellable = tellableError(error);
    if (tellable === null) throw error;
    tell(tellable);
    return tellable.exitCode;
  }
}
