/** A word that is not to be written, and what is written instead. */
export interface AvoidedWord {
  word: string;
  pattern: RegExp;
  instead: string;
}

/** A place where one was written. */
export interface Slip {
  line: number;
  word: string;
  instead: string;
}

const HEADING = '## Words to avoid';
const LETTER = String.raw`[\p{L}\p{N}_]`;

/** The words of the table in `docs/language.md`. @throws when there is none: a check of nothing would always pass */
export function readAvoidedWords(glossary: string): AvoidedWord[] {
  const [, table = ''] = glossary.split(HEADING);
  const words = table.split('\n').flatMap((line) => {
    // A row has the words in backticks, and then what is written instead.
    const [, cell = '', instead = ''] = line.split('|').map((text) => text.trim());
    return [...cell.matchAll(/`([^`]+)`/gu)].map(([, word = '']) => ({ word, pattern: patternOf(word), instead }));
  });
  if (words.length === 0) throw new Error(`No words found under "${HEADING}"`);
  return words;
}

/** Whole words only, where letters are; `*` stands for further letters. */
function patternOf(word: string): RegExp {
  const bare = word.replaceAll('*', '');
  const escaped = bare.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`).replaceAll(' ', String.raw`\s+`);
  const before = word.startsWith('*') || !/^\p{L}/u.test(bare) ? '' : `(?<!${LETTER})`;
  const after = word.endsWith('*') || !/\p{L}$/u.test(bare) ? '' : `(?!${LETTER})`;
  return new RegExp(before + escaped + after, 'iu');
}

/** Where a text has one of them, line by line. */
export function findSlips(text: string, words: readonly AvoidedWord[]): Slip[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      words
        .filter(({ pattern }) => pattern.test(line))
        .map(({ word, instead }) => ({ line: index + 1, word, instead })),
    );
}
