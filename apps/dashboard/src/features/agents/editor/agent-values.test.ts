import { AgentCreate } from '@leadlock/agents/agents/schemas';
import { describe, expect, it } from 'vitest';
import { changedSettings, mergeSaved } from './agent-values.ts';
import type { AgentValues } from './setting-definition.ts';

const saved = {
  ...AgentCreate.parse({ name: 'Front desk', system_prompt: 'Be brief.' }),
  is_active: true,
} as AgentValues;

describe('changedSettings', () => {
  it('finds nothing in what was not touched', () => {
    expect(changedSettings(saved, { ...saved })).toEqual({});
  });

  it('takes an empty list for none, since both say the same', () => {
    expect(changedSettings(saved, { ...saved, sms_templates: [], tool_instructions: {} })).toEqual({});
  });

  it('tells false and 0 from nothing', () => {
    const changed = { ...saved, ai_speaks_first: false, max_silence_seconds: 0 };
    expect(changedSettings(saved, changed)).toEqual({ ai_speaks_first: false, max_silence_seconds: 0 });
  });

  it('sees the order of a list', () => {
    const both = { ...saved, xai_audio_tags: ['[pause]', '[sigh]'] };
    expect(changedSettings(both, { ...both, xai_audio_tags: ['[sigh]', '[pause]'] })).toEqual({
      xai_audio_tags: ['[sigh]', '[pause]'],
    });
  });

  it('sends null for what was emptied', () => {
    const greeting = { ...saved, greeting: 'Hello' };
    expect(changedSettings(greeting, { ...greeting, greeting: null })).toEqual({ greeting: null });
  });
});

describe('mergeSaved', () => {
  it('takes over what others have changed where nothing was edited here', () => {
    const { values, conflicts } = mergeSaved(saved, { ...saved, greeting: 'Hi' }, { ...saved, industry: 'Dental' });
    expect(values).toMatchObject({ greeting: 'Hi', industry: 'Dental' });
    expect(conflicts).toEqual([]);
  });

  it('names what both have changed and keeps the value of here', () => {
    const { values, conflicts } = mergeSaved(saved, { ...saved, greeting: 'Hi' }, { ...saved, greeting: 'Hello' });
    expect(values.greeting).toBe('Hi');
    expect(conflicts).toEqual(['greeting']);
  });

  it('finds no conflict where both have come to the same', () => {
    expect(mergeSaved(saved, { ...saved, greeting: 'Hi' }, { ...saved, greeting: 'Hi' }).conflicts).toEqual([]);
  });
});
