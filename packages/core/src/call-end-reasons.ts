/** Why calls end, as their logs have it, in words. */
const REASONS: Readonly<Record<string, string>> = {
  caller_hangup: 'The caller hung up.',
  connection_lost: 'The caller’s connection was lost.',
  agent_hangup: 'The agent said goodbye and hung up.',
  transferred: 'The agent transferred it to a person.',
  menu_loop: 'The agent got stuck in a phone menu loop.',
  silence: 'No one spoke for too long.',
  max_duration: 'The call reached the agent’s time limit.',
  ended_by_operator: 'The call was ended from the dashboard or the API.',
  gateway_shutdown: 'The voice service was restarted.',
  minutes_used_up: 'The trial minutes ran out.',
  gateway_lost: 'The voice service failed during the call.',
  provider_refused: 'The voice provider could not be reached.',
  provider_lost: 'The voice provider dropped the conversation.',
  provider_stuck: 'The voice provider stopped answering.',
  internal_error: 'Something went wrong on our side.',
  never_connected: 'The call ended before an agent could answer.',
  busy: 'The line was busy.',
  'no-answer': 'No one picked up.',
  canceled: 'The caller hung up before it was answered.',
  failed: 'The carrier could not connect it.',
  account_suspended: 'The account is suspended.',
  trial_over: 'The trial is over, so the call was not answered.',
  too_many_calls: 'Too many calls were in progress, so the call was not answered.',
  no_agent: 'No agent is assigned to this number, so the call was not answered.',
  agent_unavailable: 'The agent for this number is inactive, so the call was not answered.',
};

/** Why a call ended, as a sentence; null while it runs, or when nothing is known. */
export function endReasonText(reason: string | null | undefined, direction: string): string | null {
  if (reason === null || reason === undefined) return null;
  if (reason === 'caller_hangup' && direction === 'outbound') return 'The person who was called hung up.';
  const known = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return known ?? `It ended: ${reason.replaceAll('_', ' ')}.`;
}
