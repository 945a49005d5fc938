import { isTimeZone } from '@leadlock/core/time-zone';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

const database = await useDatabase();

const knownAs = async (names: string[]): Promise<string[]> => {
  const { rows } = await sql<{ zone: string }>`
    SELECT known_time_zone(name) AS zone FROM unnest(${names}::text[]) WITH ORDINALITY AS given (name, place) ORDER BY place
  `.execute(database.system);
  return rows.map(({ zone }) => zone);
};

test('every time zone that Node offers is taken, and the database knows it', async () => {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'GMT', 'Etc/UTC', 'Asia/Kolkata', 'america/new_york'];
  expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  expect(await knownAs(zones)).toEqual(zones);
});

test('every older name that the database knows and that is taken means the same to both', async () => {
  const { rows } = await sql<{ name: string; summer: string }>`
    SELECT name, to_char('2026-07-15T12:00Z'::timestamptz AT TIME ZONE name, 'YYYY-MM-DD HH24:MI') AS summer
    FROM pg_timezone_names`.execute(database.system);
  const taken = rows.filter(({ name }) => isTimeZone(name));
  expect(taken.length).toBeGreaterThan(500);
  const inNode = (timeZone: string) =>
    new Date('2026-07-15T12:00Z').toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  expect(taken.filter(({ name, summer }) => inNode(name) !== summer)).toEqual([]);
});

test('a name that the database does not know is UTC to it', async () => {
  expect(await knownAs(['US/Pacific-New', 'Canada/East-Saskatchewan', 'AET', 'VST', 'CTT'])).toEqual(
    Array.from({ length: 5 }, () => 'UTC'),
  );
});
