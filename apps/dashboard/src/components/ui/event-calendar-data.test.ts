import { expect, test } from 'vitest';
import {
  clockName,
  columnsOf,
  monthAfter,
  monthOf,
  placeEvents,
  weekOf,
  type CalendarEvent,
} from './event-calendar-data.ts';

const event = (id: string, start: string, end: string): CalendarEvent => ({ id, title: id, start, end });

test('events stand on the day and at the time of the calendar’s zone', () => {
  const late = event('late', '2026-11-23T03:30:00Z', '2026-11-23T04:30:00Z');
  const early = event('early', '2026-11-22T14:00:00Z', '2026-11-22T14:05:00Z');
  expect(placeEvents([late, early], 'America/New_York')).toEqual([
    { event: early, day: '2026-11-22', from: 9 * 60, to: 9 * 60 + 30 },
    { event: late, day: '2026-11-22', from: 22 * 60 + 30, to: 23 * 60 + 30 },
  ]);
});

test('events that overlap stand side by side, others take the whole width', () => {
  const placed = placeEvents(
    [
      event('a', '2026-11-22T09:00:00Z', '2026-11-22T11:00:00Z'),
      event('b', '2026-11-22T09:30:00Z', '2026-11-22T10:00:00Z'),
      event('c', '2026-11-22T10:00:00Z', '2026-11-22T10:30:00Z'),
      event('d', '2026-11-22T11:00:00Z', '2026-11-22T12:00:00Z'),
    ],
    'UTC',
  );
  const columns = columnsOf(placed).map(
    ({
      placed: {
        event: { id },
      },
      column,
      columns: count,
    }) => [id, column, count],
  );
  expect(columns.toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 1, 2],
    ['d', 0, 1],
  ]);
});

test('weeks begin on Sunday, and months are whole weeks', () => {
  expect(weekOf('2026-11-25').at(0)).toBe('2026-11-22');
  expect(monthOf('2026-11-25')).toHaveLength(35);
  expect(monthOf('2026-08-10')).toHaveLength(42);
  expect(monthOf('2026-08-10').at(0)).toBe('2026-07-26');
  expect(monthAfter('2026-01-31', 1)).toBe('2026-02-01');
  expect(clockName(0)).toBe('12 AM');
  expect(clockName(14 * 60 + 30)).toBe('2:30 PM');
});
