const DAY_MS = 86_400_000;

/** Days that are left of a trial, begun ones counted; 0 once it is over. */
export const daysLeft = (endsAt: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(endsAt) - now) / DAY_MS));
