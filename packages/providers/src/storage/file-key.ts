const SEGMENT = /^[A-Za-z0-9][\w.-]*$/;
const MAX_LENGTH = 512;

/** Whether a key may name a stored file: segments of letters, digits, `.`, `_` and `-`, none of which begins with a dot. */
export const isFileKey = (key: string): boolean =>
  key.length <= MAX_LENGTH && key.split('/').every((s) => SEGMENT.test(s));

/** @throws Error for a key that could leave the store or mean something else in an address. */
export function requireFileKey(key: string): void {
  if (!isFileKey(key)) throw new Error('Invalid file key');
}
