/** Why calls end, as their logs have it, in words. */
const REASONS: Record<string, string> = {
  caller_hangup: 'the caller hung up',
  connection_lost: 'the caller’s connection was lost',
  agent_hangup: 'the agent said goodbye and hung up',
  transferred: 'the agent transferred it to a person',
  menu_loop: 'a phone menu kept sending the agent in circles',
  silence: 'no one spoke for too long',
  max_duration: 'it reached the agent’s time limit',
  ended_by_operator: 'it was ended from the dashboard or the API',
  gateway_shutdown: 'the voice service was restarted',
  minutes_used_up: 'the trial minutes ran out',
  gateway_lost: 'the voice service failed during the call',
  provider_refused: 'couldn’t connect to the voice provider',
  provider_lost: 'the voice provider disconnected',
  provider_stuck: 'the voice provider stopped responding',
  internal_error: 'something went wrong on our side',
  never_connected: 'it ended before an agent could answer',
  busy: 'the line was busy',
  'no-answer': 'no one picked up',
  canceled: 'the caller hung up before it was answered',
  failed: 'the carrier could not connect it',
  account_suspended: 'the account is suspended',
  trial_over: 'the trial has ended',
  too_many_calls: 'too many calls were in progress',
  no_agent: 'no agent is assigned to this number',
  agent_unavailable: 'the agent for this number is inactive',
};

/** Why a call ended; a reason that this version does not know is shown as it is. Nothing for a call that runs. */
export function endReasonText(reason: string | null | undefined, direction: string): string | null {
  if (reason === null || reason === undefined) return null;
  if (reason === 'caller_hangup' && direction === 'outbound') return 'the person who was called hung up';
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? null) : reason.replaceAll('_', ' ');
}
