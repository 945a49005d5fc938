/** More keys than this at once are not a number that anybody has to dial or type. */
const MAX_KEYS = 64;
/** So many digits of one turn may hold the number of a payment card; no phone number has as many. */
const MANY_DIGITS = 12;
/** The number of a payment card alone, with keys around it that end what was typed. */
const CARD_NUMBER = /^[*#]*\d{12,19}[*#]*$/;
/** A card's number, how long it is valid, its code and its owner's postal code have no more digits, and no more groups. */
const MOST_OF_CARD = 40;

/** Adds a pressed key to those before it; what is too much is dropped. */
export const addKey = (keys: string, key: string): string => (keys.length < MAX_KEYS ? keys + key : keys);

/** Keys that were pressed without a pause. */
export interface KeyGroup {
  keys: string;
  /** The agent began to speak between the group before it and this one. */
  afterAgent: boolean;
  /** There was a pause after it: nothing is added to it any more. */
  ended: boolean;
}

/**
 * Groups of keys that followed one another closely, as the call's transcript has them. Of what looks like a card number only
 * the last four digits are kept, and none where it came in several groups or with other numbers. While more may follow
 * (`isOver` false) nothing is shown that what follows may turn out to be the rest of.
 */
export function pressedKeys(groups: readonly KeyGroup[], isOver: boolean): string[] {
  const hidden = partsOfCards(groups);
  return groups.map(({ keys, ended }, index) => {
    const digits = digitsOf(keys);
    const isCard = CARD_NUMBER.test(keys);
    if (isCard && (isOver || ended) && (hasCheckDigit(digits) || (isOver && !hidden.has(index)))) {
      return `Pressed ${digits.length} digits ending in ${digits.slice(-4)}`;
    }
    if (isCard || hidden.has(index)) return `Pressed ${count(digits.length, 'digit')}`;
    return isOver ? `Pressed ${keys.split('').join(' ')}` : `Pressed ${count(keys.length, 'key')}`;
  });
}

const digitsOf = (keys: string): string => keys.replaceAll(/[*#]/g, '');
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Which groups are of something too long to be shown, by their index; not one that is a card number by itself. */
function partsOfCards(groups: readonly KeyGroup[]): Set<number> {
  const hidden = new Set<number>();
  const hide = (first: number, last: number): void => {
    for (let index = first; index <= last; index++) hidden.add(index);
  };
  for (let first = 0; first < groups.length; first++) {
    let digits = '';
    let isOneTurn = true;
    for (let last = first; last < groups.length && last - first < MOST_OF_CARD; last++) {
      const { keys, afterAgent } = groups[last] as KeyGroup;
      isOneTurn &&= last === first || !afterAgent;
      digits += digitsOf(keys);
      const isOneNumber = last === first && CARD_NUMBER.test(keys);
      if (isOneTurn && digits.length >= MANY_DIGITS && !isOneNumber) hide(first, last);
      // An agent that says "go on" after each group makes no other number of it.
      else if (last > first && CARD_NUMBER.test(digits) && hasCheckDigit(digits)) hide(first, last);
      if (digits.length > MOST_OF_CARD) break;
    }
  }
  return hidden;
}

/** Whether the last digit fits the others, as that of every card number does (ISO/IEC 7812, by Luhn). */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.at(-1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
