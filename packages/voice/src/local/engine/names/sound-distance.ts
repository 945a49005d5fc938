import { VOWELS } from '../english/phones.ts';

/** Consonants that a telephone line mixes up. */
const ALIKE: ReadonlySet<string> = new Set(
  'p b,t d,k g,f v,s z,th dh,ch jh,sh zh,m n,n ng,l r,s th,d dh,t th,p t,k t,b d,f th,w r,p k'
    .split(',')
    .flatMap((pair) => [pair, pair.split(' ').toReversed().join(' ')]),
);
const GAP = 0.8;

function exchange(one: string, other: string): number {
  if (one === other) return 0;
  const isVowel = VOWELS.has(one);
  if (isVowel !== VOWELS.has(other)) return 1.2;
  return isVowel || ALIKE.has(`${one} ${other}`) ? 0.5 : 1;
}

/** How far two pronunciations are apart, from 0 (the same) on: an edit distance that knows which sounds are alike, a phone. */
export function soundDistance(one: readonly string[], other: readonly string[]): number {
  const row = Float64Array.from({ length: other.length + 1 }, (_, j) => j * GAP);
  for (let i = 1; i <= one.length; i++) {
    let diagonal = row[0] as number;
    row[0] = i * GAP;
    for (let j = 1; j <= other.length; j++) {
      const above = row[j] as number;
      const exchanged = diagonal + exchange(one[i - 1] as string, other[j - 1] as string);
      row[j] = Math.min(above + GAP, (row[j - 1] as number) + GAP, exchanged);
      diagonal = above;
    }
  }
  return (row[other.length] as number) / Math.max(1, one.length, other.length);
}
