import { expect, test } from 'vitest';
import { flag, offset, oneOf, optionalDay, optionalFlag, optionalOneOf, optionalText, text } from './search-params.ts';
import { searchSchema } from './search-schema.ts';

const Search = searchSchema({
  q: text(5),
  account: optionalText(),
  desc: flag(true),
  create: optionalFlag(),
  from: optionalDay(),
  sort: oneOf(['name', 'created'], 'created'),
  status: optionalOneOf(['failed', 'done']),
  limit: oneOf([25, 50], 25),
  offset: offset(),
});
const NOTHING = { q: '', desc: true, sort: 'created', limit: 25, offset: 0 };

test('an address that says nothing means the defaults', () => {
  expect(Search.parse({})).toEqual(NOTHING);
});

test('what an address says counts', () => {
  const said = {
    q: 'ann',
    account: 'a1',
    desc: false,
    create: true,
    from: '2026-11-22',
    sort: 'name',
    status: 'failed',
    limit: 50,
    offset: 75,
  };
  expect(Search.parse(said)).toEqual(said);
});

test('nonsense in an address means the defaults, field by field', () => {
  const nonsense = {
    q: 'longer than five',
    account: 1,
    desc: 'yes',
    create: 3,
    from: 'yesterday',
    sort: 'size',
    status: 'odd',
    limit: 1e9,
    offset: -25,
  };
  expect(Search.parse(nonsense)).toEqual(NOTHING);
  expect(Search.parse({ ...nonsense, offset: 50 })).toEqual({ ...NOTHING, offset: 50 });
});
