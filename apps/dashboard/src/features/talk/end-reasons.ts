const REASONS: Readonly<Record<string, string>> = {
  caller_hangup: 'You hung up.',
  agent_hangup: 'The agent hung up.',
  silence: 'No one said anything for a while, so the agent hung up.',
  max_duration: 'The call reached the agent’s time limit.',
  provider_lost: 'The connection to the voice provider was lost.',
  provider_refused: 'The voice provider refused the call.',
  provider_stuck: 'The voice provider stopped answering.',
  internal_error: 'Something went wrong on our side.',
  ended_by_operator: 'The call was ended from the dashboard or the API.',
  menu_loop: 'The agent got stuck in a phone menu loop.',
  gateway_shutdown: 'The server was restarted.',
  account_suspended: 'The account is suspended.',
  minutes_used_up: 'The trial minutes ran out.',
  connection_lost: 'The connection was lost.',
};

/** Why a call is over, for people. */
export const endReasonText = (reason: string | null): string =>
  reason === null ? 'The call ended.' : (REASONS[reason] ?? `The call ended (${reason.replaceAll('_', ' ')}).`);
