const DIGITS = 'zero one two three four five six seven eight nine ten'.split(' ');

/** Lower case, no marks, small numbers in words: what is written in two ways is no error. */
const plainWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/\b(?:10|\d)\b/g, (digit) => DIGITS[Number(digit)] ?? digit)
    .replace(/\bmr\b\.?/g, 'mister')
    .replace(/\bdr\b\.?/g, 'doctor')
    .replace(/[^a-z0-9' ]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

/** How many words were heard wrong, missed or made up, and how many were said. */
export function wordErrors(said: string, heard: string): { errors: number; words: number } {
  const [wanted, got] = [plainWords(said), plainWords(heard)];
  let row = Array.from({ length: got.length + 1 }, (_, j) => j);
  for (const [i, word] of wanted.entries()) {
    const next = [i + 1];
    for (const [j, other] of got.entries()) {
      const exchanged = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return { errors: row.at(-1) ?? 0, words: wanted.length };
}

/** Whether a name was heard as it is written, spaces aside: "Green Sky" will be understood, too. */
export const hasName = (heard: string, name: string): boolean =>
  plainWords(heard).join('').includes(plainWords(name).join(''));
