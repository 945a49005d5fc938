/** What somebody can do so that the next call goes better. */
export type Remedy = 'phone-numbers' | 'agent' | 'voice' | null;

export function remedyOf(reason: string | null): Remedy {
  if (reason === 'no_agent') return 'phone-numbers';
  if (reason === 'agent_unavailable') return 'agent';
  if (reason === 'provider_refused' || reason === 'provider_lost' || reason === 'provider_stuck') return 'voice';
  return null;
}
