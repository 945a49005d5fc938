import { z } from 'zod';

export const CallStatus = z.enum([
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
  'voicemail',
]);
export type CallStatus = z.infer<typeof CallStatus>;

export type FinalStatus = Exclude<CallStatus, 'queued' | 'ringing' | 'in-progress'>;

const PROGRESS: Record<CallStatus, number> = {
  queued: 0,
  ringing: 1,
  'in-progress': 2,
  completed: 3,
  busy: 3,
  failed: 3,
  'no-answer': 3,
  canceled: 3,
  voicemail: 3,
};

export const isFinal = (status: CallStatus): status is FinalStatus => PROGRESS[status] === 3;

/** Whether a call in `from` may become `to`: a status never moves backwards, and the end is the end. */
export const isAdvance = (from: CallStatus, to: CallStatus): boolean => PROGRESS[to] > PROGRESS[from];

/** A status as Twilio reports it; null for one we do not know. That a machine answered is no status of Twilio's. */
export function fromTwilio(status: string): CallStatus | null {
  if (status === 'initiated') return 'queued';
  const known = CallStatus.exclude(['voicemail']).safeParse(status);
  return known.success ? known.data : null;
}
