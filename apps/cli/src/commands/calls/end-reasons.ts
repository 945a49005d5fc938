/** Why calls end, as their logs have it, in words. */
const REASONS: Record<string, string> = {
  caller_hangup: 'the caller hung up',
  connection_lost: 'the caller’s connection broke',
  agent_hangup: 'the agent said goodbye and hung up',
  transferred: 'the agent passed it on to a person',
  menu_loop: 'a phone menu led the agent in circles',
  silence: 'nobody spoke for too long',
  max_duration: 'it reached the longest time that the agent may talk',
  ended_by_operator: 'it was ended from the dashboard or the API',
  gateway_shutdown: 'the voice service was restarted',
  minutes_used_up: 'the trial minutes were used up',
  gateway_lost: 'the voice service was lost in the middle of the call',
  provider_refused: 'the voice provider could not be reached',
  provider_lost: 'the voice provider dropped the conversation',
  provider_stuck: 'the voice provider stopped answering',
  internal_error: 'something went wrong on our side',
  never_connected: 'it ended before an agent could answer',
  busy: 'the line was busy',
  'no-answer': 'nobody picked up',
  canceled: 'the caller hung up before it was answered',
  failed: 'the carrier could not connect it',
  account_suspended: 'the account is suspended',
  trial_over: 'the trial is over',
  too_many_calls: 'too many calls were running at the same time',
  no_agent: 'no agent answers this number',
  agent_unavailable: 'the agent of this number is switched off',
};

/** Why a call ended; a reason that this version does not know is shown as it is. Nothing for a call that runs. */
export function endReasonText(reason: string | null | undefined, direction: string): string | null {
  if (reason === null || reason === undefined) return null;
  if (reason === 'caller_hangup' && direction === 'outbound') return 'the person who was called hung up';
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? null) : reason.replaceAll('_', ' ');
}
