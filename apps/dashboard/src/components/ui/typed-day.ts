import { daysBefore } from '../../format/zone-days.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "2026-11-22" */
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
/** "11/22", "11/22/26", "11-22-2026" */
const NUMBERS = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$/;
/** "Nov 22", "November 22, 2026" */
const WORDS = /^([a-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?$/;

/** A day as people in the US write it, as `YYYY-MM-DD`; null when there is no such day. Without a year it is this one's. */
export function readDay(typed: string, today: string): string | null {
  const text = typed.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (text === 'today') return today;
  if (text === 'yesterday') return daysBefore(today, 1);
  if (text === 'tomorrow') return daysBefore(today, -1);
  const iso = ISO.exec(text);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const numbers = NUMBERS.exec(text);
  const thisYear = today.slice(0, 4);
  if (numbers) return dayOf(fullYear(numbers[3] ?? thisYear), numbers[1], numbers[2]);
  const words = WORDS.exec(text);
  const month = MONTHS.findIndex((name) => words?.[1]?.startsWith(name)) + 1;
  if (words && month > 0) return dayOf(words[3] ?? thisYear, String(month), words[2]);
  return null;
}

const fullYear = (year: string): string => (year.length === 2 ? `20${year}` : year);

function dayOf(year = '', month = '', day = ''): string | null {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = new Date(written);
  // February 30 would be March 2.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(written) ? written : null;
}

const written = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });

/** "Nov 22, 2026" */
export const writeDay = (day: string): string => written.format(new Date(day));
