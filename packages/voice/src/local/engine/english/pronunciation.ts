import { dictionary } from 'cmu-pronouncing-dictionary';
import { VOWELS, type Phone } from './phones.ts';

/** Spells out words that the dictionary lacks: their phones, word by word. */
export type SpellOut = (words: readonly string[]) => Promise<string[][]>;

/** Gives the phones of words; every word has at least one. */
export type Pronounce = (words: readonly string[]) => Promise<Phone[][]>;

/** Words that are said otherwise within a sentence than alone. */
const WEAK_FORMS: Readonly<Record<string, string>> = { to: 'T AH0' };
/** More letters are no word, and spelling them out would take a while. */
const MAX_LETTERS = 30;
const REMEMBERED = 2000;

/** Looks words up in the CMU dictionary (American English), and has the others spelled out by rules, all at once. */
export function createPronouncer(spellOut: SpellOut): Pronounce {
  const spelled = new Map<string, Phone[]>();
  return async (words) => {
    const unknown = [...new Set(words.filter((word) => known(word) === null && !spelled.has(word)))];
    if (spelled.size + unknown.length > REMEMBERED) spelled.clear();
    if (unknown.length > 0) {
      const phones = await spellOut(unknown.map((word) => word.replaceAll("'", '').slice(0, MAX_LETTERS)));
      unknown.forEach((word, i) => spelled.set(word, withStress(phones[i] ?? [])));
    }
    return words.map((word) => known(word) ?? spelled.get(word) ?? []);
  };
}

function known(word: string): Phone[] | null {
  const entry = Object.hasOwn(WEAK_FORMS, word) ? WEAK_FORMS[word] : entryOf(word);
  if (entry !== undefined) return phonesOf(entry);
  const owner = word.endsWith("'s") ? entryOf(word.slice(0, -2)) : undefined;
  return owner === undefined ? null : phonesOf(`${owner} Z`);
}

/** Most days of the week come as "Fridee" first; the entry that says "day" is understood better. */
function entryOf(word: string): string | undefined {
  const first = Object.hasOwn(dictionary, word) ? dictionary[word] : undefined;
  if (first === undefined || !word.endsWith('day') || first.endsWith('EY2')) return first;
  return dictionary[`${word}(2)`] ?? first;
}

/** `HH AH0 L OW1` → hh, ax, l, ow (stressed). */
const phonesOf = (entry: string): Phone[] =>
  entry
    .toLowerCase()
    .split(' ')
    .map((phone) => ({ name: phone === 'ah0' ? 'ax' : phone.replace(/\d/, ''), isStressed: phone.endsWith('1') }));

/** The rules do not say where the stress is; the first full vowel is a good guess. */
function withStress(names: readonly string[]): Phone[] {
  const full = names.findIndex((name) => name !== 'ax' && VOWELS.has(name));
  const stressed = full >= 0 ? full : names.indexOf('ax');
  return names.map((name, i) => ({ name, isStressed: i === stressed }));
}
