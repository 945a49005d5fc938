/**
 * How much more there is than before, as a share: 0.5 is half as much again, and a loss that became a gain is more. Null
 * where there was nothing before, which any number would be infinitely more than.
 */
export const changeOf = (now: number, before: number | undefined): number | null =>
  before === undefined || before === 0 ? null : (now - before) / Math.abs(before);
