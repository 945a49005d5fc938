import { AgentUpdate } from '@leadlock/agents/agents/schemas';
import { expect, it } from 'vitest';
import { labelOf, namesOf, SECTIONS } from './index.ts';

const shown = SECTIONS.flatMap(namesOf);

it('has a place for every setting that the api takes', () => {
  // An agent is activated and deactivated at the top of its page.
  expect([...shown, 'is_active'].toSorted()).toEqual(Object.keys(AgentUpdate.shape).toSorted());
});

it('shows each setting once', () => {
  expect(new Set(shown).size).toBe(shown.length);
});

it('names settings by their labels', () => {
  expect(labelOf('vad_silence_duration_ms')).toBe('Silence that ends a turn');
  expect(labelOf('tool_instructions')).toBe('Built-in tools');
});
