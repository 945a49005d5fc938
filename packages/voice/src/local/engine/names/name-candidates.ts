import { soundDistance } from './sound-distance.ts';

/** A name and its phones. */
export interface KnownName {
  text: string;
  words: number;
  phones: string[];
}

/** A text with one span of it exchanged for a name that sounds like it. */
export interface Candidate {
  text: string;
  /** How far name and span are apart in sound. */
  apart: number;
}

/** Above this, nobody would mishear one for the other. */
const MAX_APART = 0.45;
/** The likeliest few; each costs a run of the recognizer's decoder. */
const MAX_CANDIDATES = 3;

/** What may have been said instead of `words`, nearest first. `phones` are those of the words, one by one. */
export function nameCandidates(
  words: readonly string[],
  phones: readonly (readonly string[])[],
  names: readonly KnownName[],
): Candidate[] {
  const said = plain(words.join(''));
  const candidates: Candidate[] = [];
  for (const name of names) {
    if (said.includes(plain(name.text))) continue;
    const span = nearestSpan(phones, name);
    if (!span) continue;
    const mark = /[.,?!]$/.exec(words[span.end - 1] ?? '')?.[0] ?? '';
    const text = [...words.slice(0, span.from), name.text + mark, ...words.slice(span.end)].join(' ');
    candidates.push({ text, apart: span.apart });
  }
  return candidates.toSorted((a, b) => a.apart - b.apart).slice(0, MAX_CANDIDATES);
}

/** The words that sound most like a name. A misheard one may have fallen into more words than it has. */
function nearestSpan(phones: readonly (readonly string[])[], name: KnownName) {
  let best: { from: number; end: number; apart: number } | null = null;
  for (let from = 0; from < phones.length; from++) {
    const last = Math.min(phones.length, from + name.words + 2);
    for (let end = from + Math.max(1, name.words - 1); end <= last; end++) {
      const apart = soundDistance(phones.slice(from, end).flat(), name.phones);
      if (apart < (best?.apart ?? MAX_APART)) best = { from, end, apart };
    }
  }
  return best;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
