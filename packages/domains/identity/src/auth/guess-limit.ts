import { AppError } from '@leadlock/core/errors';

/** Counts wrong credentials by the address that they came from. */
export interface GuessLimit {
  /** Milliseconds until the address may guess again; 0 when it may now. It costs nothing to ask. */
  waitMs(ip: string): number;
  /** Somebody at the address has shown a credential that we have not given out. */
  count(ip: string): Promise<void>;
}

/** For where nobody guesses. */
export const UNLIMITED_GUESSES: GuessLimit = { waitMs: () => 0, count: () => Promise.resolve() };

/** @throws rate_limited for an address that has guessed too often */
export function refuseGuesser(guesses: GuessLimit, ip: string): void {
  const waitMs = guesses.waitMs(ip);
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  throw new AppError('rate_limited', 'Too many invalid credentials from this IP address', { retryAfterSeconds });
}
