/**
 * What a template left for somebody to fill in, such as "[street and city]". A word alone may be a tag that a voice acts
 * on ("[laughs]"), and what a link follows is its text.
 */
const PLACEHOLDER = /\[[^\][\n]*[a-z][^\][\n]*\s[^\][\n]*\](?![([])/gi;

/** The placeholders of a text, as they stand in it. */
export const placeholdersIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([found]) => found);
