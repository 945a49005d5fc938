import { formatPhone } from '../../format/phone.ts';
import { isFromBrowser, type Call } from './call-labels.ts';

export interface Party {
  /** What to call them: their name, else their number. */
  title: string;
  /** Their number, where the title does not say it already. */
  detail: string | null;
}

type Parties = Pick<Call, 'direction' | 'from_number' | 'to_number' | 'caller_name'>;

/** Whom the agent talked to: who called, or who was called. */
export function partyOf(call: Parties): Party {
  const name = call.caller_name?.trim();
  if (isFromBrowser(call)) {
    return { title: name || (call.direction === 'test' ? 'Test from the browser' : 'Demo visitor'), detail: null };
  }
  const number = call.direction === 'outbound' ? call.to_number : call.from_number;
  // Callers who hide their number have none; the carrier says so in words.
  const shown = number === '' || number === 'anonymous' ? 'Number withheld' : formatPhone(number);
  return name ? { title: name, detail: shown } : { title: shown, detail: null };
}

/** Their number; null of those who hide it, or who are in a browser. */
export function numberOfParty(call: Parties): string | null {
  const number = call.direction === 'outbound' ? call.to_number : call.from_number;
  return isFromBrowser(call) || !number.startsWith('+') ? null : number;
}

/** Who speaks in a call, in words: the agent, and whoever is at the other end. */
export function speakersOf(call: Parties & Pick<Call, 'agent_name'>): { agent: string; caller: string } {
  const unnamed = call.direction === 'outbound' ? partyOf(call).title : 'Caller';
  return { agent: call.agent_name ?? 'Agent', caller: call.caller_name?.trim() || unnamed };
}
