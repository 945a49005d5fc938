/** What stands in brackets, unless a link follows. */
const BRACKETED = /\[([^\][\n]*)\](?![([])/g;

export interface Placeholder {
  /** As it stands in the text: "[street and city]". */
  text: string;
  /** Where it begins. */
  index: number;
}

/**
 * What a template left for somebody to fill in, such as "[street and city]", and where it stands. A word alone may be a tag
 * that a voice acts on ("[laughs]").
 */
export const findPlaceholders = (text: string): Placeholder[] =>
  [...text.matchAll(BRACKETED)].flatMap(({ 0: whole, 1: inside = '', index }) =>
    /\s/.test(inside.trim()) && /[a-z]/i.test(inside) ? [{ text: whole, index }] : [],
  );

/** Their texts alone. */
export const placeholdersIn = (text: string): string[] => findPlaceholders(text).map((found) => found.text);
