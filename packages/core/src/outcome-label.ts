import type { ShownOutcome } from './shown-outcome.ts';

const OUTCOMES: Record<ShownOutcome, string> = {
  appointment_booked: 'Appointment booked',
  transferred: 'Transferred to a person',
  text_sent: 'Text sent',
  voicemail: 'Voicemail',
  caller_hung_up: 'Caller hung up',
  agent_hung_up: 'Agent hung up',
  silence: 'Caller went silent',
  time_limit: 'Time limit reached',
  stopped: 'Stopped',
  interrupted: 'Cut off by a failure',
  not_answered: 'Not answered',
  failed: 'Failed',
};

/** What came of a call, in words; null while it runs, and where nothing is known. */
export function outcomeLabel(call: { outcome?: ShownOutcome | null; direction: string }): string | null {
  const { outcome, direction } = call;
  if (outcome === null || outcome === undefined) return null;
  return outcome === 'caller_hung_up' && direction === 'outbound' ? 'Contact hung up' : OUTCOMES[outcome];
}
