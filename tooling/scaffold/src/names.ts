import { referredName } from './zod-code.ts';
import type { ReferenceOperation, Schema } from './reference.ts';

export const pascalCase = (text: string): string =>
  text
    .split(/[^a-zA-Z0-9]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export function camelCase(text: string): string {
  const name = pascalCase(text);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `status`, `sms` and `tts` are not many, `stats` and `settings` are. */
const singular = (noun: string): string => noun.replace(/ies$/, 'y').replace(/(?<![su]|\bsm|\btt)s$/, '');

const isPlural = (noun: string): boolean => singular(noun) !== noun;

/** Answers that are lists, or pages of one. */
const isList = (answer: Schema | null): boolean =>
  answer !== null && (answer['type'] === 'array' || /List/.test(referredName(answer) ?? ''));

const isField = (segment: string | undefined): boolean => segment?.startsWith('{') ?? false;

/** What an operation is called when nobody says otherwise: `list-contacts`, `cancel-scheduled-call`. */
export function defaultVerb({ method, path, answer, status }: ReferenceOperation): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const nouns = segments.filter((segment) => !isField(segment));
  const last = nouns.at(-1) ?? 'root';
  const isAboutOne = isField(segments.at(-1));
  if (method === 'GET')
    return isList(answer) && !isAboutOne ? `list-${last}` : `get-${isAboutOne ? singular(last) : last}`;
  if (method === 'DELETE') return `delete-${isAboutOne ? singular(last) : last}`;
  if (method !== 'POST') return `update-${isAboutOne ? singular(last) : last}`;
  // `enhance-description` says what it does; `web-crawlers` are made.
  if (last.includes('-') && status !== 201) return last;
  if (isPlural(last)) return `create-${singular(last)}`;
  return [last, ...nouns.slice(-2, -1).map(singular)].join('-');
}
