import { z } from 'zod';

/** What came of a call that has ended, as far as its end and what the agent did in it tell. */
export const ShownOutcome = z.enum([
  'appointment_booked',
  'transferred',
  'text_sent',
  'voicemail',
  'caller_hung_up',
  'agent_hung_up',
  'silence',
  'time_limit',
  'stopped',
  'interrupted',
  'not_answered',
  'failed',
]);
export type ShownOutcome = z.infer<typeof ShownOutcome>;
