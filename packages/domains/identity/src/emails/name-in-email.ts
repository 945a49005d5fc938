import { toVisibleName } from '@leadlock/core/display-name';

const MAX_LENGTH = 80;
/** Nobody sees it, and what is an address without it is none with it. */
export const WORD_JOINER = '\u2060';

const shortened = (name: string): string => {
  const characters = Array.from(name);
  return characters.length <= MAX_LENGTH ? name : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
};

/** Every script's full stop, which some mail programs take for a dot. */
const DOT = /[.\u2024\u3002\uff0e\uff61](?=[\p{L}\p{N}])/gu;

/**
 * A name that somebody chose, as it stands in emails to others: one short line, of which no mail program makes a link.
 * Names are checked where they are given; those from before, and from elsewhere, were not.
 */
export const nameInEmail = (name: string): string =>
  shortened(toVisibleName(name))
    .replaceAll('://', `:${WORD_JOINER}//`)
    .replaceAll(DOT, (dot) => `${dot}${WORD_JOINER}`);
