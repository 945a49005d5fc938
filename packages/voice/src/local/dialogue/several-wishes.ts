import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import { intentOf, type Intent } from './intents.ts';

const STILL_THERE = /\b(?:still|are you) there\b/i;
/** Words that say no more than that somebody listens. */
const MURMURS = new Set('uh huh mm hmm mhm hm aha ah oh okay ok yeah yes right sure hello thanks'.split(' '));
/** Something is to be done. */
const WISHES = new Set<Intent['kind']>(['human', 'text', 'booking', 'message', 'tool']);

/** What somebody says in one turn, taken apart. */
export interface SaidAtOnce {
  /** They want to know whether anybody listens. */
  asksForPresence: boolean;
  /** What is known of what they ask beside. */
  facts: string[];
  /** What they want done, and all else that they say; null: they want nothing done. */
  wish: string | null;
}

/** Takes a turn apart at the ends of its sentences. `answer`: what is known of a question. */
export function saidAtOnce(
  heard: string,
  tools: readonly ToolDefinition[],
  answer: (question: string) => string | null,
): SaidAtOnce {
  const sentences = heard.split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== '');
  const asksForPresence = sentences.some((sentence) => STILL_THERE.test(sentence));
  const others = sentences.filter((sentence) => !STILL_THERE.test(sentence) && !isMurmur(sentence));
  const kinds = others.map((sentence) => intentOf(sentence, tools).kind);
  if (!kinds.some((kind) => WISHES.has(kind))) return { asksForPresence, facts: [], wish: null };
  const answers = others.map((sentence, index) => (kinds[index] === 'question' ? answer(sentence) : null));
  const wish = others.filter((_, index) => answers[index] === null).join(' ');
  return { asksForPresence, facts: answers.filter((fact) => fact !== null), wish };
}

const isMurmur = (sentence: string): boolean =>
  sentence.split(/\W+/).every((word) => word === '' || MURMURS.has(word.toLowerCase()));
