import { string as cssString, tokenize, tokenNames, url as cssUrl } from 'css-tree';
import { PictureRefused } from '../picture-refused.ts';

/** Rules that style what is there, without fetching anything. */
const AT_RULES = new Set(['@media', '@supports', '@keyframes', '@-webkit-keyframes', '@layer', '@container']);
/** Functions that name something to fetch, or that once ran scripts. */
const FETCHING = new Set([
  'src(',
  'image(',
  'image-set(',
  '-webkit-image-set(',
  'cross-fade(',
  'expression(',
  'paint(',
]);

const what = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** What a style sheet refers to: ids in the same file, and pictures that it holds as `data:`. */
export interface CssReferences {
  ids: string[];
  pictures: string[];
}

/** @throws PictureRefused for what does not lie in the file itself */
function addReference(to: CssReferences, url: string, place: string): void {
  const target = url.trim();
  if (target.startsWith('#')) to.ids.push(target.slice(1));
  else if (target.startsWith('data:')) to.pictures.push(target);
  else throw new PictureRefused(`${place} references an external resource: ${what(target)}. Embed it or remove it.`);
}

/**
 * Checks a style sheet, or the value of one property, as it stands: what is fine is not changed.
 * @param place what is told of where it stands, as the beginning of a sentence: `The <style> element`
 * @throws PictureRefused for what fetches something, or is hidden by escapes
 */
export function checkCss(css: string, place: string): CssReferences {
  const references: CssReferences = { ids: [], pictures: [] };
  let isUrl = false;
  tokenize(css, (type, start, end) => {
    const kind = tokenNames[type] ?? '';
    const token = css.slice(start, end);
    const expectsUrl = isUrl;
    if (kind !== 'whitespace-token') isUrl = false;
    const refer = (url: string): void => addReference(references, url, place);
    switch (kind) {
      case 'at-keyword-token':
        if (AT_RULES.has(token.toLowerCase())) return;
        throw new PictureRefused(
          token.toLowerCase() === '@font-face' || token.toLowerCase() === '@import'
            ? `${place} loads fonts or style sheets (${token}). Convert text to paths and embed the styles.`
            : `${place} contains an unsupported rule: ${what(token)}`,
        );
      case 'function-token':
        if (token.includes('\\') || FETCHING.has(token.toLowerCase())) {
          throw new PictureRefused(`${place} contains an unsupported function: ${what(token)})`);
        }
        isUrl = token.toLowerCase() === 'url(';
        return;
      case 'url-token':
        if (token.includes('\\')) throw new PictureRefused(`${place} contains a URL with escapes: ${what(token)}`);
        return refer(cssUrl.decode(token));
      case 'string-token':
        if (expectsUrl) refer(cssString.decode(token));
        return;
      case 'bad-url-token':
      case 'bad-string-token':
        throw new PictureRefused(`${place} is invalid near ${what(token)}`);
      default:
        // `url(` is followed by a string, or was a token of its own.
        if (expectsUrl && kind !== 'whitespace-token')
          throw new PictureRefused(`${place} is invalid near ${what(token)}`);
    }
  });
  return references;
}
