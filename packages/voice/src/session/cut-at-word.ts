const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Scripts that write their words without spaces. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
/** What has no space for so long is cut in itself, so that no more than this is lost. */
const LONGEST_WORD = 40;

/**
 * The words that lie wholly within the first `share` (0–1) of `text`, as their readers see them: in scripts without
 * spaces too, and never with half of a character.
 */
export function cutAtWord(text: string, share: number): string {
  if (share >= 1) return text;
  const end = Math.floor(text.length * Math.max(0, share));
  const spaceAt = lastSpace(text, end);
  const tail = text.slice(spaceAt, end);
  if (UNSPACED.test(tail)) return text.slice(0, lastEnd(WORDS, text, spaceAt, end)).trimEnd();
  if (tail.length > LONGEST_WORD || isPictures(tail)) {
    return text.slice(0, lastEnd(CHARACTERS, text, spaceAt, end)).trimEnd();
  }
  return text.slice(0, spaceAt).trimEnd();
}

/** Where the words before `end` that a space ends, or the text, are over. */
function lastSpace(text: string, end: number): number {
  for (let at = end; at > 0; at--) if (/\s/.test(text[at] ?? ' ')) return at;
  return 0;
}

/** The end of the last segment of `text` from `start` on that is over by `end`. */
function lastEnd(segmenter: Intl.Segmenter, text: string, start: number, end: number): number {
  let last = start;
  for (const { index, segment } of segmenter.segment(text.slice(start))) {
    const next = start + index + segment.length;
    if (next > end) break;
    last = next;
  }
  return last;
}

const isPictures = (text: string): boolean =>
  text !== '' && !/[\p{L}\p{N}]/u.test(text) && /\p{Extended_Pictographic}/u.test(text);
