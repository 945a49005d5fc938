import { useQuery } from '@tanstack/react-query';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';
import { useAccount } from '#/session/account.ts';

/**
 * Whether numbers can be taken over here: a sub-account needs a Twilio account of its own or one that is assigned to it;
 * without either, its agency gives it numbers. Undefined until that is known.
 */
export function useNumberImport(): boolean | undefined {
  const { isAdmin, isSubAccount } = useAccount();
  const status = useQuery({ ...twilioStatusQuery(), enabled: isSubAccount && isAdmin });
  if (!isSubAccount || !isAdmin) return isAdmin;
  return status.data && status.data.connection !== 'shared';
}
