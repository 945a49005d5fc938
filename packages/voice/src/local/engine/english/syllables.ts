import { VOWELS, type Phone } from './phones.ts';

export interface Syllable {
  phones: string[];
  /** 'novowel' for a word without one: "hmm". */
  vowel: string;
  isStressed: boolean;
}

/** What may begin an English syllable before its vowel, beside a single consonant. */
const ONSETS: ReadonlySet<string> = new Set(
  `p l,p r,p y,b l,b r,b y,t r,t w,d r,d w,k l,k r,k w,k y,g l,g r,g w,f l,f r,f y,v y,th r,th w,s p,s t,s k,s m,s n,s l,s w,
  s f,sh r,hh y,m y,n y,s p l,s p r,s t r,s k r,s k w,s p y,s k y`
    .split(',')
    .map((onset) => onset.trim()),
);
const isOnset = (consonants: readonly string[]): boolean =>
  consonants.length === 0 ||
  (consonants.length === 1 && consonants[0] !== 'ng' && consonants[0] !== 'zh') ||
  ONSETS.has(consonants.join(' '));

/** Cuts a word into syllables: each vowel takes as many consonants before it as may begin an English word. */
export function syllablesOf(phones: readonly Phone[]): Syllable[] {
  const syllables: Syllable[] = [];
  let waiting: string[] = [];
  for (const { name, isStressed } of phones) {
    if (!VOWELS.has(name)) {
      waiting.push(name);
      continue;
    }
    const before = syllables.at(-1);
    if (before) {
      while (!isOnset(waiting)) before.phones.push(waiting.shift() ?? '');
    }
    syllables.push({ phones: [...waiting, name], vowel: name, isStressed });
    waiting = [];
  }
  const last = syllables.at(-1);
  if (last) last.phones.push(...waiting);
  else if (waiting.length > 0) syllables.push({ phones: waiting, vowel: 'novowel', isStressed: false });
  return syllables;
}
