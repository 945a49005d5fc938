import { TimeZone } from '@leadlock/core/time-zone';
import { z } from 'zod';

export const AccountTimeZone = z
  .object({ timezone: TimeZone.meta({ description: 'An IANA time zone, such as `America/New_York`.' }) })
  .meta({ id: 'AccountTimeZone', description: 'The time zone of statistics and usage.' });
export type AccountTimeZone = z.infer<typeof AccountTimeZone>;
