/** What stands in brackets, unless a link follows. */
const BRACKETED = /\[([^\][\n]*)\](?![([])/g;

/**
 * What a template left for somebody to fill in, such as "[street and city]", as it stands in the text. A word alone may be
 * a tag that a voice acts on ("[laughs]").
 */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(BRACKETED)].flatMap(([whole, inside = '']) =>
    /\s/.test(inside.trim()) && /[a-z]/i.test(inside) ? [whole] : [],
  );
