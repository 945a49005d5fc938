import { expect, test } from 'vitest';
import { describeTarget } from './describe-target.ts';
import { KINDS } from './kinds.ts';
import { PHRASES } from './phrases.ts';

const PLACEHOLDER = /\{(\w+)(?::(\w+))?\}/g;
const reader = { tenantId: 'none', isAgency: false, names: new Map() };

test.each(Object.entries(PHRASES))('%s reads as a sentence when nothing else is known', (operation, phrase) => {
  const unknown = [...phrase.matchAll(PLACEHOLDER)].filter(([, field = '', kind]) =>
    kind === undefined
      ? !['webhook', 'fields', 'own_fields'].includes(field)
      : !(Object.hasOwn(KINDS, kind) || kind === 'call'),
  );
  expect(unknown).toEqual([]);
  const sentence = describeTarget(reader, { operation, target: {}, recorded: {}, fields: [] })
    .map(({ text }) => text)
    .join('');
  expect(sentence).toMatch(/^\S.*\S$/);
  expect(sentence).not.toMatch(/“”|\s{2}|[{}]/);
});
