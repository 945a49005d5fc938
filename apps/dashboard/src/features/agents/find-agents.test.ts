import { expect, it } from 'vitest';
import { findAgents } from './find-agents.ts';

const ava = { name: 'Ava, front desk', business_name: 'Bright Smile', industry: 'Dental' };
const max = { name: 'Max', business_name: null, industry: 'Plumbing' };

it('finds by words of the name, the business and the industry, in any order and case', () => {
  expect(findAgents([ava, max], 'smile AVA')).toEqual([ava]);
  expect(findAgents([ava, max], 'plumb')).toEqual([max]);
});

it('finds nothing when one word is missing, and all without a search', () => {
  expect(findAgents([ava, max], 'ava plumbing')).toEqual([]);
  expect(findAgents([ava, max], '  ')).toEqual([ava, max]);
});
