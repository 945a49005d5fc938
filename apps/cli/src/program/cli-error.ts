import { EXIT, type ExitCode } from './exit-codes.ts';

/** An error that is told to the user as it stands, without a stack. `hint` is what to do about it. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  /** One line for each field that was refused: `name: must not be empty`. */
  readonly details: readonly string[];
  /** What the API answered with, where it was asked. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(
    message: string,
    options: {
      exitCode?: ExitCode;
      hint?: string;
      details?: readonly string[];
      cause?: unknown;
      status?: number;
      requestId?: string;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.hint = options.hint;
    this.details = options.details ?? [];
    this.status = options.status;
    this.requestId = options.requestId;
  }

  /** What the API answered, for an error that is made of this one. */
  get answered(): { status?: number; requestId?: string } {
    const { status, requestId } = this;
    return { ...(status === undefined ? {} : { status }), ...(requestId === undefined ? {} : { requestId }) };
  }
}

export const usageError = (message: string, hint?: string): CliError =>
  new CliError(message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
