import { formatPhone } from '#/format/phone.ts';
import type { CallTransfer } from '@leadlock/telephony/calls/schemas';

const OUTCOMES: Readonly<Record<string, string>> = {
  calling: 'is being called',
  asking: 'is being asked to accept',
  accepted: 'accepted the call',
  connected: 'is on the call',
  completed: 'accepted the call',
  declined: 'declined',
  busy: 'was busy',
  no_answer: 'didn’t answer',
  voicemail: 'went to voicemail',
  failed: 'could not be reached',
  caller_gone: 'was not reached before the caller hung up',
};

/** What became of it: `Dana at +1 (212) 555-0123 accepted the call.` */
export function transferText({ target, number, status }: Pick<CallTransfer, 'target' | 'number' | 'status'>): string {
  const [phone = '', extension] = number.split(';ext=');
  const shown = `${formatPhone(phone)}${extension === undefined ? '' : ` ext. ${extension}`}`;
  return `${target} at ${shown} ${OUTCOMES[status] ?? status.replaceAll('_', ' ')}.`;
}
