import { z } from 'zod';
import { isStorableText } from './storable-text.ts';

const SHAPELESS = '\\p{Default_Ignorable_Code_Point}';
/** Of those without a shape, the ones that words and emoji of some scripts are joined, varied and told apart with. */
const JOINERS = '[\\u200c\\u200d]';
const VARIANTS = '[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]';
const TAGS = '[\\u{e0020}-\\u{e007f}]';
const EMOJI = '\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{e007f}';
const JOINED = `(?!\\p{Script=Latin})[\\p{L}\\p{M}${EMOJI}]`;

/** Line breaks and other controls, what has no shape, and what turns the direction of what follows. */
const UNSEEN_TEXT = [
  '[\\p{Cc}\\p{Zl}\\p{Zp}\\ufff9-\\ufffb]',
  `(?!${JOINERS}|${VARIANTS}|${TAGS})${SHAPELESS}`,
  `(?<!${JOINED})${JOINERS}|${JOINERS}(?!${JOINED})`,
  `(?<![\\p{L}\\p{N}\\p{P}\\p{S}])${VARIANTS}`,
  // Those of England, Scotland and Wales are a black flag with letters behind it.
  `(?<!\\u{1f3f4}${TAGS}{0,8})${TAGS}`,
].join('|');
const UNSEEN = new RegExp(UNSEEN_TEXT, 'u');
const EVERY_UNSEEN = new RegExp(UNSEEN_TEXT, 'gu');

const EVERY_SHAPELESS = new RegExp(SHAPELESS, 'gu');
/** Letters and signs without a shape that are no ignorable ones: the empty pattern of Braille. */
const BLANK = '\u2800';
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The endings of domains that mail programs make links of even where nothing else says that it is an address. */
const ENDINGS =
  'com|net|org|info|biz|edu|gov|name|pro|app|dev|shop|store|xyz|online|site|website|space|top|link|click|live|page|' +
  'tech|cloud|club|vip|icu|win|bid|loan|work|support|help|email|zip|mov|' +
  'рф|xn--[a-z0-9-]+|' +
  'ai|at|au|br|ca|cc|ch|cn|co|de|es|eu|fr|gg|gl|in|io|it|jp|ly|me|nl|pl|pw|ru|sh|su|tk|to|tv|uk|us|ws';
const DOMAIN = new RegExp(`^[^\\p{L}\\p{N}]*[\\p{L}\\p{N}][\\p{L}\\p{N}.-]*\\.(?:${ENDINGS})(?![\\p{L}\\p{N}])`, 'iu');
/** A domain of any ending with a path, a query or a port behind it, or four numbers. */
const ADDRESS = /[\p{L}\p{N}]\.[\p{L}\p{N}-]{2,}(?:[/\\?#]|:\d)|(?:\d{1,3}\.){3}\d/u;
/** What opens something, with or without slashes, also as people write it who want nobody's filter to see it. */
const SCHEME = /(?:^|[^\p{L}\p{N}])(?:h(?:tt|xx)ps?|ftp|mailto|javascript)\s?:|:\/\/|(?:^|\s)[/\\]{2}\S/iu;
const WWW = /(?:^|[^\p{L}\p{N}])www\./iu;
/** `Booking.com Holdings BV` is a company; a sentence with a domain in it is none. */
const MOST_WORDS_WITH_DOMAIN = 3;

const isDomain = (word: string): boolean => DOMAIN.test(word);

/** The name as browsers read addresses: any script's full stop is a dot, whatever its width, and what has no shape is not there. */
const asAddress = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(EVERY_SHAPELESS, '')
    .replaceAll('。', '.')
    .replaceAll(/[[(]\.[\])]/g, '.');

/** Whether somebody who reads the name could be led away by it: it holds a web address, or a sentence with a domain. */
export function hasLink(name: string): boolean {
  const text = asAddress(name);
  if (SCHEME.test(text) || ADDRESS.test(text) || WWW.test(text)) return true;
  const words = text.split(/\s+/u);
  return words.some((word, at) => isDomain(word) && (at > 0 || words.length > MOST_WORDS_WITH_DOMAIN));
}

/** Whether all of the name can be seen on one line, in the order in which it was written. */
export const isVisible = (name: string): boolean => isStorableText(name) && !UNSEEN.test(name);

/** Whether there is anything to see in it. */
const isSeen = (name: string): boolean => SEEN.test(name.replaceAll(EVERY_SHAPELESS, '').replaceAll(BLANK, ''));

/** The name on one line and without anything unseen, for places that take names which nobody checked. */
export const toVisibleName = (name: string): string =>
  name.toWellFormed().replaceAll(EVERY_UNSEEN, ' ').replaceAll(/\s+/gu, ' ').trim();

/**
 * What people, accounts and agents are called: it is shown to others, in emails, too, so it is one line of visible text
 * and no web address.
 * @param most the most characters
 * @param least the fewest; 0 where an empty name stands for none
 */
export const displayName = (most: number, least: 0 | 1 = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine(isVisible, 'Names must be a single line without control characters')
    .refine((name) => name === '' || isSeen(name), 'Names must contain a visible character')
    .refine((name) => !hasLink(name), 'Names must not contain URLs');
