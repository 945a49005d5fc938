import { EXIT, type ExitCode } from './exit-codes.ts';

/** An error that is told to the user as it stands, without a stack. `hint` is what to do about it. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  /** One line for each field that was refused: `name: must not be empty`. */
  readonly details: readonly string[];

  constructor(
    message: string,
    options: { exitCode?: ExitCode; hint?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.hint = options.hint;
    this.details = options.details ?? [];
  }
}

export const usageError = (message: string, hint?: string): CliError =>
  new CliError(message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
