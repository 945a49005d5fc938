import type { Account } from './accounts.ts';
import { createTwilioAccount } from './sandbox.ts';

export interface ConnectedNumber {
  id: string;
  /** E.164. */
  phoneNumber: string;
}

/** Connects a Twilio account of its own to an account of ours and imports its one number, as the owner would. */
export async function connectNumber({ api }: Account, connectionName = 'Main line'): Promise<ConnectedNumber> {
  const twilio = await createTwilioAccount();
  await api.post('/integrations/twilio/connect', {
    account_name: connectionName,
    account_sid: twilio.accountSid,
    auth_token: twilio.authToken,
  });
  const [number] = await api.post<{ id: string }[]>('/phone-numbers/import', { phone_number_sids: [twilio.numberSid] });
  if (number === undefined) throw new Error('The number was not imported');
  return { id: number.id, phoneNumber: twilio.phoneNumber };
}
