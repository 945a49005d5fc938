import { toStorableText } from '@leadlock/core/storable-text';

const MAX_LENGTH = 300;
/** Vendors quote keys, masked more or less, in what they say about them. */
const KEY = /\b(?:(?:sk|ek|xai)[-_]|AIza)[\w*.-]+/g;

/** What a provider said about a problem, fit for logs and the call's record: one line, bounded, without keys. */
export function providerSentence(text: string): string {
  const line = toStorableText(text.slice(0, MAX_LENGTH * 2))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(KEY, '[key]')
    .trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1).toWellFormed()}…`;
}
