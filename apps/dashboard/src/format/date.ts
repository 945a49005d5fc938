// Dates are written as in the rest of the product's English; the zone and the clock (12 or 24 hours) are the user's.
const clockOptions: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };

const { hour12 } = new Intl.DateTimeFormat(undefined, clockOptions).resolvedOptions();

const clock = new Intl.DateTimeFormat('en-US', { ...clockOptions, hour12 });
const day = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const dayWithYear = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric' });
const full = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  hour12,
  timeZoneName: 'short',
});
const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto', style: 'short' });

/** "3:05 PM" */
export const formatClock = (moment: Date): string => clock.format(moment);

/** "Nov 22", with the year when it is another one. */
export const formatDay = (moment: Date, now = new Date()): string =>
  (moment.getFullYear() === now.getFullYear() ? day : dayWithYear).format(moment);

/** "Nov 22, 3:05 PM" */
export const formatDateTime = (moment: Date, now = new Date()): string =>
  `${formatDay(moment, now)}, ${formatClock(moment)}`;

/** "Sunday, November 22, 2026 at 3:05:09 PM GMT+1" */
export const formatFullDateTime = (moment: Date): string => full.format(moment);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const steps: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number }[] = [
  { unit: 'year', seconds: 365 * DAY },
  { unit: 'month', seconds: 30 * DAY },
  { unit: 'day', seconds: DAY },
  { unit: 'hour', seconds: HOUR },
  { unit: 'minute', seconds: MINUTE },
];

/** "5 min ago", "in 2 hr"; undefined when it is further away than `within` seconds (a day, unless told). */
export const formatRelative = (moment: Date, now: Date, within = DAY): string | undefined => {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance >= within) return undefined;
  // Clocks differ by a few seconds: what has just happened must not lie in the future.
  if (distance < 45) return seconds > 10 ? 'in a moment' : 'just now';
  const step = steps.find((candidate) => distance >= candidate.seconds) ?? { unit: 'minute' as const, seconds: MINUTE };
  return relative.format(Math.round(seconds / step.seconds), step.unit).replace('.', '');
};
