/** Instructions that cannot be had or cannot be followed; the code is the one of Twilio's debugger. */
export class TwimlError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'TwimlError';
    this.code = code;
  }
}
