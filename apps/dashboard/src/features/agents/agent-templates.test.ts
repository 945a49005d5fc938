import { AgentCreate } from '@leadlock/agents/agents/schemas';
import { describe, expect, it } from 'vitest';
import { TEMPLATES, writeFacts } from './agent-templates.ts';
import { placeholdersIn } from './placeholders.ts';

describe.each(TEMPLATES.map((template) => [template.id, template] as const))('the template %s', (_, template) => {
  const answers = Object.fromEntries(template.facts.map(({ label, example }) => [label, example]));
  it.each([
    ['all its facts', writeFacts(template.facts, answers)],
    ['none', writeFacts(template.facts, {})],
  ])('makes a prompt without anything left to fill in, from %s', (_name, facts) => {
    const prompt = template.prompt('Harbor Dental', facts);
    expect(placeholdersIn(prompt)).toEqual([]);
    expect(prompt).toContain(facts);
    const agent = { name: 'Ava', system_prompt: prompt, greeting: template.greeting('Harbor Dental') };
    expect(AgentCreate.safeParse(agent).success).toBe(true);
  });
});

it('writes facts as sentences, without those that nobody answered', () => {
  const facts = [
    { label: 'Hours', example: '' },
    { label: 'Address', example: '' },
  ];
  expect(writeFacts(facts, { Hours: ' 8 am\nto 5 pm. ', Address: '  ' })).toBe('- Hours: 8 am to 5 pm.');
});

describe('what is left to fill in', () => {
  it.each([
    ['Hours: [Monday to Friday, 8 am to 5 pm].', ['[Monday to Friday, 8 am to 5 pm]']],
    ['Call [your name here] at [phone number]', ['[your name here]', '[phone number]']],
    ['Speak [warmly], then [laughs]', []],
    ['See [our site](https://example.com) for [the terms][1]', []],
    ['Say {{business_name}}', []],
    ['Lists are [1, 2, 3]', []],
  ])('of "%s" is found', (text, found) => {
    expect(placeholdersIn(text)).toEqual(found);
  });
});
