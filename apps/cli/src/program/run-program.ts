import { CommanderError, type Command } from 'commander';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';
import { note } from './output.ts';
import { printable, styledNote } from './terminal-text.ts';

function report(error: CliError): void {
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
    if (!(error instanceof CliError)) throw error;
    report(error);
    return error.exitCode;
  }
}

/** A pipe whose reader is gone (`| head`) ends the program quietly. */
export function endWhenReaderIsGone(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}
