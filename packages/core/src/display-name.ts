import { z } from 'zod';
import { isStorableText } from './storable-text.ts';

/** Line breaks and other controls, and marks that turn the direction of what follows or hide in it. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/u;
const EVERY_UNSEEN = new RegExp(UNSEEN, 'gu');

/** The endings of domains that mail programs make links of even where nothing else says that it is an address. */
const ENDINGS =
  'com|net|org|info|biz|edu|gov|name|pro|app|dev|shop|store|xyz|online|site|website|space|top|link|click|live|page|' +
  'tech|cloud|club|vip|icu|win|bid|loan|work|support|help|email|zip|mov|' +
  'ai|at|au|br|ca|cc|ch|cn|co|de|es|eu|fr|gg|gl|in|io|it|jp|ly|me|nl|pl|pw|ru|sh|su|tk|to|tv|uk|us|ws';
const DOMAIN = new RegExp(`^[^\\p{L}\\p{N}]*[\\p{L}\\p{N}][\\p{L}\\p{N}.-]*\\.(?:${ENDINGS})(?![\\p{L}\\p{N}])`, 'iu');
/** A domain of any ending with a path, a query or a port behind it, or four numbers. */
const ADDRESS = /[\p{L}\p{N}]\.[\p{L}\p{N}-]{2,}(?:[/\\?#]|:\d)|(?:\d{1,3}\.){3}\d/u;
/** `Booking.com Holdings BV` is a company; a sentence with a domain in it is none. */
const MOST_WORDS_WITH_DOMAIN = 3;

const isDomain = (word: string): boolean => DOMAIN.test(word);

/** Whether somebody who reads the name could be led away by it: it holds a web address, or a sentence with a domain. */
export function hasLink(name: string): boolean {
  if (name.includes('://') || ADDRESS.test(name) || /(?:^|[^\p{L}\p{N}])www\./iu.test(name)) return true;
  const words = name.split(/\s+/u);
  return words.some((word, at) => isDomain(word) && (at > 0 || words.length > MOST_WORDS_WITH_DOMAIN));
}

/** Whether all of the name can be seen on one line, in the order in which it was written. */
export const isVisible = (name: string): boolean => isStorableText(name) && !UNSEEN.test(name);

/** The name on one line and without anything unseen, for places that take names which nobody checked. */
export const toVisibleName = (name: string): string =>
  name.toWellFormed().replaceAll(EVERY_UNSEEN, ' ').replaceAll(/\s+/gu, ' ').trim();

/**
 * What people, accounts and agents are called: it is shown to others, in e-mails, too, so it is one line of visible text
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
    .refine(isVisible, 'A name must be one line without control characters')
    .refine((name) => !hasLink(name), 'A name must not hold a web address');
