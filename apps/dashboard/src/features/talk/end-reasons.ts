const REASONS: Readonly<Record<string, string>> = {
  caller_hangup: 'You hung up.',
  agent_hangup: 'The agent hung up.',
  silence: 'Nobody said anything for a while, so the agent hung up.',
  max_duration: 'The call reached the longest time this agent may talk.',
  provider_lost: 'The voice provider was lost.',
  provider_refused: 'The voice provider refused the call.',
  gateway_shutdown: 'The server was restarted.',
  account_suspended: 'The account is suspended.',
  minutes_used_up: 'The trial minutes are used up.',
  connection_lost: 'The connection was lost.',
};

/** Why a call is over, for people. */
export const endReasonText = (reason: string | null): string =>
  reason === null ? 'The call is over.' : (REASONS[reason] ?? `The call is over (${reason.replaceAll('_', ' ')}).`);
