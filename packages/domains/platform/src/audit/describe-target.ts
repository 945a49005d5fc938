import { describeFields, describeOwnFields } from './changed-fields.ts';
import { isKind, KINDS, type Kind } from './kinds.ts';
import type { Names } from './find-names.ts';
import { phraseFor } from './phrases.ts';
import type { AuditSentencePart } from './schemas.ts';

const PLACEHOLDER = /\{(\w+)(?::(\w+))?\}/g;
const ENDS_IT = /^(?:deleted|removed) /;

type Target = Readonly<Record<string, string>>;

interface Described {
  operation: string;
  target: Target;
  /** Names by field, as recorded when a thing was deleted. */
  recorded: Target;
  /** The fields that an update was given. */
  fields: readonly string[];
}

/** The fields whose things an operation's sentence names. */
export const fieldsNamed = (operation: string): string[] =>
  [...phraseFor(operation).matchAll(PLACEHOLDER)].flatMap(([, field = '', kind = '']) => (isKind(kind) ? [field] : []));

/** The things that an entry's sentence names, by the field of its target. */
export function thingsIn(operation: string, target: Target): { field: string; kind: Kind; id: string }[] {
  return [...phraseFor(operation).matchAll(PLACEHOLDER)].flatMap(([, field = '', kind = '']) => {
    const id = target[field];
    return id !== undefined && isKind(kind) ? [{ field, kind, id }] : [];
  });
}

const text = (words: string): AuditSentencePart => ({ text: words, link: null });

/** Whose log it is, and the names of what stands in it. */
export interface Reader {
  tenantId: string;
  isAgency: boolean;
  names: Names;
}

function describeThing(
  { tenantId, isAgency, names }: Reader,
  kind: Kind,
  field: string,
  entry: Described,
): AuditSentencePart[] {
  const words = KINDS[kind];
  const id = entry.target[field];
  if (id === undefined) return [text(words.one)];
  if (kind === 'client' && id === tenantId) return [text('this account')];
  const thing = names.get(kind)?.get(id);
  if (thing !== undefined) {
    // Pages of an account show its own things.
    const canOpen = !thing.isDeleted && kind !== 'integration' && (kind === 'client' || thing.tenantId === tenantId);
    return [text(words.before), { text: thing.name, link: canOpen ? { kind, id } : null }];
  }
  const recorded = entry.recorded[field];
  if (recorded !== undefined) return [text(`${words.before}${recorded}`)];
  // What an agency does as such can be to things of another client, whose names nobody here may know.
  const isElsewhere = !isAgency && entry.operation.startsWith('agency.');
  if (isElsewhere || ENDS_IT.test(phraseFor(entry.operation))) return [text(words.one)];
  return [text(field === 'id' ? words.deletedLater : words.deleted)];
}

function describePlaceholder(reader: Reader, field: string, kind: string, entry: Described): AuditSentencePart[] {
  if (isKind(kind)) return describeThing(reader, kind, field, entry);
  if (field === 'fields') return [text(describeFields(entry.fields))];
  if (field === 'own_fields') return [text(describeOwnFields(entry.fields))];
  if (field === 'webhook') return [{ text: 'the webhook', link: { kind: 'webhook', id: '' } }];
  const id = entry.target[field];
  return [{ text: 'a call', link: id === undefined ? null : { kind: 'call', id } }];
}

/** What was done, and to what, in parts of which some lead somewhere: "changed the agent ", "Ava". */
export function describeTarget(reader: Reader, entry: Described): AuditSentencePart[] {
  const phrase = phraseFor(entry.operation);
  const parts: AuditSentencePart[] = [];
  let end = 0;
  for (const match of phrase.matchAll(PLACEHOLDER)) {
    const [placeholder, field = '', kind = ''] = match;
    parts.push(text(phrase.slice(end, match.index)), ...describePlaceholder(reader, field, kind, entry));
    end = match.index + placeholder.length;
  }
  return [...parts, text(phrase.slice(end))].filter((part) => part.text !== '');
}
