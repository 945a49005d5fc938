/** A refusal as Resend's API words it, see https://resend.com/docs/api-reference/errors. */
export class ResendError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ResendError';
    this.status = status;
    this.code = code;
  }

  get body(): Record<string, unknown> {
    return { statusCode: this.status, name: this.code, message: this.message };
  }
}
