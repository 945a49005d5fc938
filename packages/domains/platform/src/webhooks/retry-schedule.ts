const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses before the second and each further attempt, as the Standard Webhooks specification proposes them. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/** How long a receiver may take to answer. */
export const SEND_TIMEOUT_MS = 30 * SECOND;

/** What answers within this time gets more at once. */
export const QUICK_ANSWER_MS = 2 * SECOND;

/** How long a delivery belongs to the job that has taken it; longer than any attempt. */
export const LEASE_MS = 2 * MINUTE;

/** An endpoint that has only failed for this long is disabled. */
export const GIVE_UP_AFTER_MS = 5 * 24 * HOUR;
