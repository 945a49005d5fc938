import type { SystemContext } from '@leadlock/context/context';
import type { CarrierNumber, NumberWebhooks } from '@leadlock/providers/contracts';

/** The addresses that Twilio is to call for a number that this tenant owns. */
export function webhooksOf({ settings }: Pick<SystemContext, 'settings'>, ownerId: string): NumberWebhooks {
  const base = `${settings.publicApiUrl}/webhooks/twilio/${ownerId}`;
  return { voiceUrl: `${base}/voice`, statusCallback: `${base}/status` };
}

/** Why a number in a SIP trunk cannot be used. Its calls never ask for its addresses. */
export const trunkProblem = (trunkSid: string): string =>
  `is connected to the Elastic SIP trunk ${trunkSid}, which handles its calls. Remove it from the trunk in the Twilio Console first`;

/** What keeps the calls of a number from these addresses, in words; empty when nothing does. */
export function webhookProblems(number: CarrierNumber, wanted: NumberWebhooks): string[] {
  const problems: string[] = [];
  if (number.trunkSid !== null) problems.push(`This number ${trunkProblem(number.trunkSid)}.`);
  if (number.voiceApplicationSid !== null) {
    problems.push(`The TwiML app ${number.voiceApplicationSid} handles its calls.`);
  } else if (number.voiceUrl !== wanted.voiceUrl) problems.push('Its calls go to a different URL.');
  if (number.statusCallback !== wanted.statusCallback) problems.push('Its call status updates go to a different URL.');
  return problems;
}
