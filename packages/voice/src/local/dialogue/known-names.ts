import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import { readPrompt } from './prompt-knowledge.ts';

const MAX_NAMES = 60;
const MAX_LENGTH = 40;
/** No need to read more of a prompt to have so many. */
const MAX_PROMPT = 50_000;

/** Words that begin with a capital and are understood without help. */
const EVERYDAY = new Set(
  `i i'm i'll a an the and or if you your our we my no not yes please always never when ask say mr mrs ms dr am pm ok sms faq id us usa
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
  december english spanish american christmas easter thanksgiving new year day eve`.split(/\s+/),
);

/** A run of words with capitals, with small words between them. */
const CAPITALIZED = /\p{Lu}[\p{L}\p{M}'’]{1,20}(?:(?: |-)(?:(?:of|&) )?\p{Lu}[\p{L}\p{M}'’]{0,20}){0,3}/gu;

/**
 * The names that an agent's callers are likely to say: the business, the agent, whom a tool can reach, and what the prompt
 * writes with a capital within a sentence.
 */
export function knownNames(instructions: string, tools: readonly ToolDefinition[]): string[] {
  const prompt = instructions.slice(0, MAX_PROMPT);
  const { agentName, businessName } = readPrompt(prompt);
  const names = new Map<string, string>();
  for (const name of [businessName, agentName, ...choicesOf(tools), ...capitalized(prompt)]) {
    const tidy = name?.replace(/[’]/g, "'").replace(/'s$/, '').trim() ?? '';
    if (tidy.length < 3 || tidy.length > MAX_LENGTH || isEveryday(tidy)) continue;
    if (names.size >= MAX_NAMES) break;
    if (!names.has(tidy.toLowerCase())) names.set(tidy.toLowerCase(), tidy);
  }
  return [...names.values()];
}

const isEveryday = (name: string): boolean =>
  name
    .toLowerCase()
    .split(/[\s-]+/)
    .every((word) => EVERYDAY.has(word));

/** Texts that a tool's arguments may be chosen from, such as the people to pass a call on to. */
function choicesOf(tools: readonly ToolDefinition[]): string[] {
  return tools.flatMap(({ parameters }) => {
    const { properties } = parameters;
    if (typeof properties !== 'object' || properties === null) return [];
    return Object.values(properties as Record<string, unknown>).flatMap((property) => {
      const choices = typeof property === 'object' && property !== null && 'enum' in property ? property.enum : null;
      return Array.isArray(choices)
        ? choices.filter((choice): choice is string => typeof choice === 'string' && /^\p{Lu}/u.test(choice))
        : [];
    });
  });
}

/** Headings are written in capitals, and so is the first word of a sentence: neither says that it is a name. */
function capitalized(prompt: string): string[] {
  return prompt
    .split('\n')
    .filter((line) => !/^\s{0,20}#/.test(line))
    .flatMap((line) =>
      [...line.matchAll(CAPITALIZED)].filter(({ index }) => isWithin(line, index)).map(([name]) => name),
    );
}

const isWithin = (line: string, index: number): boolean =>
  /[\p{L}\p{M}\d,)"'’]\s$/u.test(line.slice(Math.max(0, index - 2), index));
