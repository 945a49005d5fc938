import type { Pronounce } from '../english/pronunciation.ts';
import { nameCandidates, type KnownName } from './name-candidates.ts';

/** How well texts fit what was heard: the logarithm of their likelihood, in the order of the texts. */
export type Fit = (texts: readonly string[]) => Promise<number[]>;

/** Puts names right that the recognizer misheard ("Greenske" → "GreenSky"), where `fit` agrees. */
export type NameCorrector = (text: string, fit: Fit) => Promise<string>;

// A name that sounds the same may fit a good deal worse than what was recognized, because the recognizer has never seen it;
// the farther it is from the sound, the less. Both were chosen on names and voices other than those that are measured.
const ALLOWANCE = 20;
const ALLOWANCE_LOST_PER_DISTANCE = 50;
/** A turn with more words is a story; looking for names in it would take as long as hearing it. */
const MAX_WORDS = 60;
/** More names than an agent could know by heart cost every turn their time. */
const MAX_NAMES = 60;

/** A corrector for the names that an agent knows. */
export function createNameCorrector(names: readonly string[], pronounce: Pronounce): NameCorrector {
  let known: Promise<KnownName[]> | null = null;
  return async (text, fit) => {
    const words = text.split(/\s+/);
    if (words.length > MAX_WORDS) return text;
    known ??= pronounced(names.slice(0, MAX_NAMES), pronounce);
    const candidates = nameCandidates(words, await phonesOf(words, pronounce), await known);
    if (candidates.length === 0) return text;
    const [own = 0, ...others] = await fit([text, ...candidates.map((candidate) => candidate.text)]);
    let best = { text, gain: 0 };
    candidates.forEach((candidate, i) => {
      const allowance = ALLOWANCE - ALLOWANCE_LOST_PER_DISTANCE * candidate.apart;
      const gain = (others[i] ?? -Infinity) - own + allowance;
      if (gain > best.gain) best = { text: candidate.text, gain };
    });
    return best.text;
  };
}

async function pronounced(names: readonly string[], pronounce: Pronounce): Promise<KnownName[]> {
  const known: KnownName[] = [];
  for (const text of names) {
    const words = text.split(/\s+/);
    const phones = (await phonesOf(words, pronounce)).flat();
    if (phones.length > 0) known.push({ text, words: words.length, phones });
  }
  return known;
}

/** The phones of each word, stress left out. */
async function phonesOf(words: readonly string[], pronounce: Pronounce): Promise<string[][]> {
  const plain = words.map((word) => word.toLowerCase().replace(/[^a-z']/g, ''));
  const spoken = await pronounce(plain.filter((word) => word !== ''));
  return plain.map((word) =>
    word === '' ? [] : (spoken.shift() ?? []).map(({ name }) => (name === 'ax' ? 'ah' : name)),
  );
}
