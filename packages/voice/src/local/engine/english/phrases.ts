import { spokenNumbers } from './spoken-numbers.ts';

/** Words without a pause between them, and the mark that ends them; '' where the text ends or is cut. */
export interface PlainPhrase {
  words: string[];
  mark: string;
}

/** A phrase without any mark is cut here: what is said in one breath. */
const MAX_WORDS = 24;

const SHORT_FORMS: Readonly<Record<string, string>> = {
  'dr.': 'doctor',
  'mr.': 'mister',
  'mrs.': 'missus',
  'ms.': 'miz',
  'st.': 'street',
  'ave.': 'avenue',
  'rd.': 'road',
  'blvd.': 'boulevard',
  'apt.': 'apartment',
  'no.': 'number',
  'e.g.': 'for example',
  'i.e.': 'that is',
  'etc.': 'et cetera',
};

/** Words in capitals that are read letter by letter, although they have a vowel. */
const SPELLED = new Set(
  'AC ACH AI ATM CEO EIN ETA EV FAQ HOA HVAC ID IRS IV MRI RV UPS URL USA USPS UV VIP'.split(' '),
);

/** Letters alone: the dictionary has "a" only as the article. */
const letterName = (letter: string): string => (letter === 'a' ? 'a.' : letter);

/** Letters with dots between them, and what follows the last: `U.S.`, `a.m.,`. */
const DOTTED = /^((?:[a-z]\.)+[a-z]?)([.,;:?!]*)$/i;

/** Cuts plain English text into phrases of words as they are said. */
export function phrasesOf(text: string): PlainPhrase[] {
  const phrases: PlainPhrase[] = [];
  let words: string[] = [];
  const end = (mark: string): void => {
    if (words.length > 0) phrases.push({ words, mark });
    words = [];
  };
  const plain = text.replace(/(\d) ?([ap])m\b/gi, '$1 $2.m.');
  for (const token of spokenNumbers(plain).split(/\s+/)) {
    const full = Object.hasOwn(SHORT_FORMS, token.toLowerCase()) ? SHORT_FORMS[token.toLowerCase()] : undefined;
    const [, letters, mark = ''] = DOTTED.exec(token) ?? [];
    if (full !== undefined) words.push(...full.split(' '));
    else if (letters !== undefined) {
      words.push(...lettersOf(letters));
      if (mark !== '') end(mark[0] ?? '');
    } else {
      for (const [part] of token.matchAll(/[a-z]+(?:'[a-z]+)*|[,.;:?!]/gi)) {
        if (/[a-z]/i.test(part)) words.push(...spokenWord(part));
        else end(part);
      }
    }
    if (words.length >= MAX_WORDS) end('');
  }
  end('');
  return phrases;
}

function lettersOf(dotted: string): string[] {
  const lower = dotted.toLowerCase();
  return lower === 'a.m.' || lower === 'p.m.' ? [lower] : lower.replaceAll('.', '').split('').map(letterName);
}

/** Short words in capitals without a vowel are letters, and a few with one. */
function spokenWord(word: string): string[] {
  const isSpelled = SPELLED.has(word) || (/^[A-Z]{2,5}$/.test(word) && !/[AEIOUY]/.test(word));
  if (isSpelled) return word.toLowerCase().split('').map(letterName);
  return [word.toLowerCase()];
}
