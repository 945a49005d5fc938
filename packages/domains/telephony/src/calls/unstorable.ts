/** What PostgreSQL says to data that it cannot hold: data exceptions, and limits of what it can take in. */
const REFUSED_DATA = /^(?:22|54)[0-9A-Z]{3}$/;

/** Whether something could not be written because of what it is: writing it again as it is will fail again. */
export function isUnstorable(error: unknown): boolean {
  // What cannot be made into JSON: too deep, too long, or of a kind that JSON does not have.
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && REFUSED_DATA.test(error.code);
}
