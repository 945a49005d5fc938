import type { PlainPhrase } from './phrases.ts';
import type { Phone } from './phones.ts';
import { syllablesOf, type Syllable as PlainSyllable } from './syllables.ts';

/** Little words by their kind; all others carry the meaning. */
const KINDS: Readonly<Record<string, string>> = {
  in: 'of for in on that with by at from as if against about before because under after over into while without through new between among until per up down',
  to: 'to',
  det: 'the a an no some this each another those every all any these both neither many',
  md: 'will may would can could should must ought might',
  cc: 'and but or plus yet nor',
  wp: 'who what where how when',
  pps: 'her his their its our mine',
  aux: 'is am are was were has have had be',
};
const KIND_OF_WORD = new Map(
  Object.entries(KINDS).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
);
const CONTENT = 'content';

interface Syllable extends PlainSyllable {
  word: Word;
  phrase: Phrase;
  inWord: number;
  inPhrase: number;
  inText: number;
  isAccented: boolean;
}

interface Word {
  kind: string;
  syllables: Syllable[];
  inPhrase: number;
  inText: number;
}

interface Phrase {
  words: Word[];
  syllables: Syllable[];
  tone: string;
  at: number;
}

interface Utterance {
  phrases: Phrase[];
  words: Word[];
  syllables: Syllable[];
}

/** A phone with its place in its syllable, or the silence between two phrases. */
type Segment = { name: string; syllable: Syllable; at: number } | { name: 'pau'; before?: Syllable; after?: Syllable };

/**
 * Writes what an HTS voice is asked: a label for each phone, which says all that may matter to its sound (neighbors, stress,
 * places in syllable, word and phrase). The format is HTS_TTS_ENG, as in the English demonstration of HTS. `phones` are those
 * of all words in their order.
 */
export function labelsOf(phrases: readonly PlainPhrase[], phones: readonly (readonly Phone[])[]): string[] {
  const utterance = utteranceOf(phrases, phones);
  const segments = segmentsOf(utterance);
  return segments.map((segment, i) => {
    const name = (offset: number): string => segments[i + offset]?.name ?? 'x';
    const neighbors = `${name(-2)}^${name(-1)}-${segment.name}+${name(1)}=${name(2)}`;
    const place = 'syllable' in segment ? placeOfPhone(segment, utterance) : placeOfSilence(segment, utterance);
    const { syllables, words } = utterance;
    return `${neighbors}@${place}/J:${syllables.length}+${words.length}-${utterance.phrases.length}`;
  });
}

function utteranceOf(plain: readonly PlainPhrase[], phones: readonly (readonly Phone[])[]): Utterance {
  const utterance: Utterance = { phrases: [], words: [], syllables: [] };
  let next = 0;
  for (const { words, mark } of plain) {
    const phrase: Phrase = { words: [], syllables: [], tone: '', at: utterance.phrases.length };
    for (const text of words) addWord(text, phones[next++] ?? [], phrase, utterance);
    const last = phrase.syllables.at(-1);
    if (!last) continue;
    // The melody of the phrase's end sits there.
    last.isAccented = true;
    phrase.tone = mark === '?' && phrase.words[0]?.kind !== 'wp' ? 'H-H%' : mark === ',' ? 'L-H%' : 'L-L%';
    utterance.phrases.push(phrase);
  }
  const end = utterance.phrases.at(-1);
  if (end?.tone === 'L-H%') end.tone = 'L-L%';
  return utterance;
}

function addWord(text: string, phones: readonly Phone[], phrase: Phrase, utterance: Utterance): void {
  const kind = KIND_OF_WORD.get(text) ?? CONTENT;
  const word: Word = { kind, syllables: [], inPhrase: phrase.words.length, inText: utterance.words.length };
  for (const plain of syllablesOf(phones)) {
    const places = {
      inWord: word.syllables.length,
      inPhrase: phrase.syllables.length,
      inText: utterance.syllables.length,
    };
    const syllable = { ...plain, ...places, word, phrase, isAccented: kind === CONTENT && plain.isStressed };
    for (const list of [word.syllables, phrase.syllables, utterance.syllables]) list.push(syllable);
  }
  if (word.syllables.length === 0) return;
  phrase.words.push(word);
  utterance.words.push(word);
}

function segmentsOf({ phrases }: Utterance): Segment[] {
  const segments: Segment[] = [{ name: 'pau', after: phrases[0]?.syllables[0] }];
  for (const { syllables, at } of phrases) {
    for (const syllable of syllables)
      for (const [i, name] of syllable.phones.entries()) segments.push({ name, syllable, at: i });
    segments.push({ name: 'pau', before: syllables.at(-1), after: phrases[at + 1]?.syllables[0] });
  }
  return segments;
}

function placeOfSilence(
  { before, after }: Extract<Segment, { name: 'pau' }> & { before?: Syllable; after?: Syllable },
  { phrases }: Utterance,
): string {
  return [
    'x_x',
    `A:${weightOf(before, '_')}`,
    'B:x-x-x@x-x&x-x#x-x$x-x!x-x;x-x|x',
    `C:${weightOf(after, '+')}`,
    `D:${kindOf(before?.word)}`,
    'E:x+x@x+x&x+x#x+x',
    `F:${kindOf(after?.word)}`,
    `G:${sizeOf(before?.phrase, '_')}`,
    `H:x=x@1=${phrases.length}|0`,
    `I:${sizeOf(after?.phrase, '=')}`,
  ].join('/');
}

function placeOfPhone(
  { syllable, at }: { syllable: Syllable; at: number },
  { phrases, words, syllables }: Utterance,
): string {
  const { word, phrase, inPhrase, inWord, inText } = syllable;
  const before = phrase.syllables.slice(0, inPhrase).toReversed();
  const after = phrase.syllables.slice(inPhrase + 1);
  const wordsBefore = phrase.words.slice(0, word.inPhrase).toReversed();
  const wordsAfter = phrase.words.slice(word.inPhrase + 1);
  const isStressed = (one: Syllable): boolean => one.isStressed;
  const isAccented = (one: Syllable): boolean => one.isAccented;
  const isContent = (one: Word): boolean => one.kind === CONTENT;
  // The voice was trained on counts that leave the first syllable of a phrase out.
  const counted = before.slice(0, -1);
  return [
    `${at + 1}_${syllable.phones.length - at}`,
    `A:${weightOf(syllables[inText - 1], '_')}`,
    `B:${weightOf(syllable, '-')}@${inWord + 1}-${word.syllables.length - inWord}&${inPhrase + 1}-${after.length + 1}` +
      `#${count(counted, isStressed) + 1}-${count(after, isStressed) + 1}` +
      `$${count(counted, isAccented) + 1}-${count(after, isAccented) + 1}` +
      `!${stepsTo(before, isStressed)}-${stepsTo(after, isStressed)}` +
      `;${stepsTo(before, isAccented)}-${stepsTo(after, isAccented)}|${syllable.vowel}`,
    `C:${weightOf(syllables[inText + 1], '+')}`,
    `D:${kindOf(words[word.inText - 1])}`,
    `E:${word.kind}+${word.syllables.length}@${word.inPhrase + 1}+${wordsAfter.length + 1}` +
      `&${count(wordsBefore, isContent)}+${count(wordsAfter, isContent)}` +
      `#${stepsTo(wordsBefore, isContent)}+${stepsTo(wordsAfter, isContent)}`,
    `F:${kindOf(words[word.inText + 1])}`,
    `G:${sizeOf(phrases[phrase.at - 1], '_')}`,
    `H:${sizeOf(phrase, '=')}@${phrase.at + 1}=${phrases.length}|${phrase.tone}`,
    `I:${sizeOf(phrases[phrase.at + 1], '=')}`,
  ].join('/');
}

function count<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  let found = 0;
  for (const item of items) if (is(item)) found++;
  return found;
}

/** How many steps it is to the nearest, 0 when there is none. */
const stepsTo = <Item>(items: readonly Item[], is: (item: Item) => boolean): number => items.findIndex(is) + 1;

const weightOf = (syllable: Syllable | undefined, mark: string): string =>
  syllable
    ? [Number(syllable.isStressed), Number(syllable.isAccented), syllable.phones.length].join(mark)
    : [0, 0, 0].join(mark);
const kindOf = (word: Word | undefined): string => (word ? `${word.kind}_${word.syllables.length}` : '0_0');
const sizeOf = (phrase: Phrase | undefined, mark: string): string =>
  [phrase?.syllables.length ?? 0, phrase?.words.length ?? 0].join(mark);
