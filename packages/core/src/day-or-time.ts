import { z } from 'zod';

/** A day, alone or with a time, seconds and zone; a space may stand for the `T`, and for a `+` that a query turned into one. */
const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:([Zz])|([+ -])(\d{2}):?(\d{2}))?)?$/;

/** What databases and JavaScript both count on from, with room for a day before and after. */
const FIRST_DAY = '0001-01-02';
const LAST_DAY = '9999-12-30';
const START_OF_DAY = 'T00:00:00Z';

const EXAMPLES = 'Input should be a date such as 2026-01-31 or a time such as 2026-01-31T08:30:00Z';
const DAY_EXAMPLE = 'Input should be a date such as 2026-01-31';

/** The text in the one way that ISO 8601 writes it with a zone; null for what is neither a day nor a time. */
function written(text: string): string | null {
  const match = WRITTEN.exec(text.trim());
  if (!match) return null;
  const [, day = '', time, , sign, hours, minutes] = match;
  if (time === undefined) return z.iso.date().safeParse(day).success ? day : null;
  const zone = sign === undefined ? 'Z' : `${sign === ' ' ? '+' : sign}${hours}:${minutes}`;
  const whole = `${day}T${time.length === 5 ? `${time}:00` : time}${zone}`;
  return z.iso.datetime({ offset: true }).safeParse(whole).success ? whole : null;
}

/** There is no year 0. What lies at the ends of the calendar is moved to where it can be counted with. */
function within(text: string): string | null {
  if (text.startsWith('0000')) return null;
  const isDay = !text.includes('T');
  const at = Date.parse(text);
  if (at < Date.parse(FIRST_DAY)) return isDay ? FIRST_DAY : FIRST_DAY + START_OF_DAY;
  if (at > Date.parse(LAST_DAY)) return isDay ? LAST_DAY : LAST_DAY + START_OF_DAY;
  return text;
}

function read(text: string, context: z.RefinementCtx, message: string): string {
  const whole = written(text);
  const found = whole === null ? null : within(whole);
  if (found !== null) return found;
  const year = whole === null ? '' : ', between the years 0001 and 9999';
  context.addIssue({ code: 'custom', message: message + year, input: text });
  return z.NEVER;
}

/**
 * The schema of a day or a time that a request names, as ISO 8601 writes it. A time without a zone is in UTC. In a query,
 * where `+` means a space, an offset may begin with either.
 */
export const DayOrTime = z
  .string()
  .transform((text, context) => read(text, context, EXAMPLES))
  .meta({
    override: {
      anyOf: [
        { type: 'string', format: 'date' },
        { type: 'string', format: 'date-time' },
      ],
    },
  });

/** The schema of a day, `YYYY-MM-DD`. */
export const Day = z
  .string()
  .transform((text, context) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      context.addIssue({ code: 'custom', message: DAY_EXAMPLE, input: text });
      return z.NEVER;
    }
    return read(text, context, DAY_EXAMPLE);
  })
  .meta({ override: { type: 'string', format: 'date' } });
