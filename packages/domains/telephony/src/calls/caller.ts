import { toE164 } from '@leadlock/core/phone';

/** Who is on the line, as far as the carrier knows: somebody with a number, or one of three kinds without. */
export type Caller =
  | { kind: 'number'; number: string }
  /** They hide their number, or the carrier does not know it. */
  | { kind: 'withheld' }
  /** An app that speaks with the carrier; its users have names. */
  | { kind: 'client'; name: string | null }
  /** A phone of a company's own network. */
  | { kind: 'sip'; address: string | null };

/** What stands in a call's row for a number that is not known. */
const WITHHELD_NUMBER = 'anonymous';

/**
 * Numbers that carriers write for words, typed on a phone's keys: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE.
 * They come with a plus, with the code of the US, or bare; Twilio's own examples have `+17378742833`.
 * https://www.twilio.com/docs/voice/api/call-resource
 */
const WORDS_IN_DIGITS = new Set(['266696687', '7378742833', '2562533', '8656696', '86282452253']);
const spellsWord = (text: string): boolean => WORDS_IN_DIGITS.has(text.replace(/^\+?1?/, ''));

/** As long as numbers can be; what a caller shows need not be in use. */
const E164 = /^\+[1-9]\d{5,14}$/;
/** The user of a SIP address, which is a number where a phone company wrote it: `sip:+12125550123@example.com:5060`. */
const SIP_USER = /^sips?:([^@;:?\s]{1,64})(?:[@;:?]|$)/i;
/** The part of an address before its host, or the text itself; some carriers escape the plus of a number there. */
const userOf = (text: string): string => (SIP_USER.exec(text)?.[1] ?? text).replace(/^%2b/i, '+');
const CLIENT_NAME = /^[\w.@+-]{1,64}$/;
const SIP_ADDRESS = /^sips?:[\w.+-]{1,64}@[\w.-]{1,128}$/;

function numberOf(text: string): string | null {
  if (spellsWord(text)) return null;
  return E164.test(text) ? text : toE164(text);
}

/**
 * Reads what the carrier, or a call's row, says of the caller. Callers choose it themselves: only what looks like a number,
 * a name or an address is kept, and a model is told no more than `describeCaller`.
 */
export function readCaller(text: string): Caller {
  const trimmed = text.trim();
  const scheme = /^(client|sips?)(?::|$)/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'client') {
    const name = trimmed.slice('client:'.length);
    return { kind: 'client', name: CLIENT_NAME.test(name) ? name : null };
  }
  const number = numberOf(userOf(trimmed));
  if (number !== null) return { kind: 'number', number };
  if (scheme === undefined) return { kind: 'withheld' };
  const address = trimmed.split(/[;?]/, 1)[0] ?? '';
  return { kind: 'sip', address: SIP_ADDRESS.test(address) ? address : null };
}

/** The caller as a call's row and its events keep it: a number, `anonymous`, `client:alice` or `sip:alice@example.com`. */
export function storedCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'number':
      return caller.number;
    case 'withheld':
      return WITHHELD_NUMBER;
    case 'client':
      return caller.name === null ? 'client' : `client:${caller.name}`;
    case 'sip':
      return caller.address ?? 'sip';
  }
}

/** The caller in a sentence for the model. Of what callers write themselves it holds digits only. */
export function describeCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'number':
      return `The caller's number is ${caller.number}.`;
    case 'withheld':
      return 'The caller withholds their number: ask for one if you need it.';
    case 'client':
      return 'The caller uses an app and has no phone number here: ask for one if you need it.';
    case 'sip':
      return 'The caller uses an internet phone without a number: ask for one if you need it.';
  }
}

/**
 * The numbers that the called party of a webhook may stand for. On a SIP trunk it is an address, and some carriers leave
 * out the plus, or the country as well.
 */
export function calledNumbers(text: string): string[] {
  const plain = userOf(text.trim());
  const international = /^[1-9]\d{5,14}$/.test(plain) ? [`+${plain}`] : [];
  const read = E164.test(plain) ? plain : toE164(plain);
  return [...new Set([...(read === null ? [] : [read]), ...international])];
}

/** The number to call or text them back; null where there is none. */
export const numberOfParty = (text: string): string | null => {
  const caller = readCaller(text);
  return caller.kind === 'number' ? caller.number : null;
};
