import type { CallTransfer } from '@leadlock/telephony/calls/schemas';

const OUTCOMES: Readonly<Record<string, string>> = {
  calling: 'is being called',
  asking: 'is being asked to accept',
  accepted: 'accepted the call',
  connected: 'is on the call',
  completed: 'accepted the call',
  declined: 'declined',
  busy: 'was busy',
  no_answer: 'did not answer',
  voicemail: 'went to voicemail',
  failed: 'could not be reached',
  caller_gone: 'was not reached before the caller hung up',
};

/** What became of it: `Dana (+12125550123) accepted the call.` */
export const transferText = ({ target, number, status }: Pick<CallTransfer, 'target' | 'number' | 'status'>): string =>
  `${target} (${number.replace(';ext=', ' ext. ')}) ${OUTCOMES[status] ?? status.replaceAll('_', ' ')}.`;
