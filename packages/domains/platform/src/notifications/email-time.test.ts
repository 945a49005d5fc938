import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { emailTime } from './email-time.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const database = await useDatabase();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR_BEGINS = Date.UTC(2026, 0, 1);
const YEAR_ENDS = Date.UTC(2027, 0, 1);

/** What clocks show, as the time that it would be if they showed UTC. */
function clockOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (at) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
}

/** When clocks are changed in a year, to the minute. */
function changesOf(clock: (at: number) => number): number[] {
  const offset = (at: number): number => clock(at) - at;
  const changes: number[] = [];
  for (let day = YEAR_BEGINS; day < YEAR_ENDS; day += DAY) {
    if (offset(day) === offset(day + DAY)) continue;
    let [before, after] = [day, day + DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

/** The first minute from `from` on at which clocks show `wanted` or, having skipped it, more. */
function firstAt(clock: (at: number) => number, wanted: number, from: number): number {
  let at = from;
  while (clock(at) < wanted) at += MINUTE;
  return at;
}

/** Governments change their minds: of the newest changes Node may know more than the database does. */
async function isKnownToDatabase(zone: string, clock: (at: number) => number, change: number): Promise<boolean> {
  const { rows } = await sql<{ before: Date; after: Date }>`
    SELECT (${new Date(change - MINUTE)}::timestamptz AT TIME ZONE ${zone}) AT TIME ZONE 'UTC' AS before,
      (${new Date(change)}::timestamptz AT TIME ZONE ${zone}) AT TIME ZONE 'UTC' AS after`.execute(database.system);
  const [shown] = rows;
  return shown?.before.getTime() === clock(change - MINUTE) && shown.after.getTime() === clock(change);
}

const timeOf = (clock: number): string => new Date(clock).toISOString().slice(11, 19);

test('quiet hours end on time in every zone, through every change of the clocks of a year', async () => {
  const wrong: string[] = [];
  let tried = 0;
  let skipped = 0;
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const clock = clockOf(zone);
    for (const change of changesOf(clock)) {
      if (!(await isKnownToDatabase(zone, clock, change))) continue;
      const at = change - 3 * HOUR;
      // Through the hours around the change, of which clocks skip some and show others twice.
      for (let wanted = clock(change - 90 * MINUTE); wanted <= clock(change) + 2 * HOUR; wanted += 15 * MINUTE) {
        const expected = firstAt(clock, wanted, at);
        const settings = {
          ...DEFAULT_SETTINGS,
          quiet_hours_enabled: true,
          quiet_hours_start: timeOf(clock(at)),
          quiet_hours_end: timeOf(wanted),
          quiet_hours_timezone: zone,
        };
        const due = (await emailTime(database.system, settings, new Date(at))).getTime();
        if (due !== expected) wrong.push(`${zone} ${timeOf(wanted)}: ${(due - expected) / MINUTE} minutes late`);
        tried += 1;
        if (clock(expected) !== wanted) skipped += 1;
      }
    }
  }
  expect(wrong).toEqual([]);
  // Zones do change their clocks, and skip what was asked for.
  expect(tried).toBeGreaterThan(2000);
  expect(skipped).toBeGreaterThan(100);
}, 120_000);

test.each([
  ['daily', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z', '2026-04-04T21:30:00.000Z'],
  ['daily', 'Australia/Lord_Howe', '2026-10-03T15:00:00Z', '2026-10-03T21:00:00.000Z'],
  ['daily', 'Asia/Kathmandu', '2026-11-03T02:14:59Z', '2026-11-03T02:15:00.000Z'],
  ['weekly', 'America/New_York', '2026-03-08T06:30:00Z', '2026-03-09T12:00:00.000Z'],
] as const)('gathered %s in %s, what happens at %s is told at %s', async (frequency, zone, at, due) => {
  const settings = { ...DEFAULT_SETTINGS, notification_frequency: frequency, quiet_hours_timezone: zone };
  expect((await emailTime(database.system, settings, new Date(at))).toISOString()).toBe(due);
});

test('what happens in the second of two equal hours is told at once when the quiet hours ended in the first', async () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    quiet_hours_enabled: true,
    quiet_hours_end: '01:30:00',
    quiet_hours_timezone: 'America/New_York',
  };
  const due = async (at: string) => (await emailTime(database.system, settings, new Date(at))).toISOString();
  expect(await due('2026-11-01T05:10:00Z')).toBe('2026-11-01T05:30:00.000Z');
  expect(await due('2026-11-01T06:10:00Z')).toBe('2026-11-01T06:10:00.000Z');
});
