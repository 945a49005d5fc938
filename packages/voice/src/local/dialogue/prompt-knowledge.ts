import { topicsOf } from './words.ts';

/** What a prompt says about the business, ready to be looked up. */
export interface PromptKnowledge {
  agentName: string | null;
  businessName: string | null;
  /** The sentence of the prompt that answers best, or null when none does: the prompt does not say. */
  answer(question: string): string | null;
}

interface Fact {
  text: string;
  topics: Set<string>;
  /** Topics of the heading above and of the question it answers: they help to find it but are not said. */
  context: Set<string>;
}

/** How a sentence to the agent, not about the business, begins. */
const DIRECTIVE =
  /^(?:you|your|please|always|never|do not|don't|be|keep|speak|ask|if|when|use|answer|greet|collect|confirm|offer|act|stay|avoid|only|make sure|remember|respond|reply|say|try|end|transfer|send|repeat|introduce|wait|help|first|then|finally|goal|role|task|tone|style|persona|instructions?|rules?)\b/i;
/** Sections whose lines are all directives. */
const DIRECTIVE_HEADING =
  /\b(?:instruction|rule|guideline|tone|style|behaviou?r|role|persona|goal|task|conversation|personality)s?\b/i;
/** Share of a question's weight that a fact must cover to be an answer. */
const MIN_COVERAGE = 0.5;

/** Reads a prompt line by line: headings, list items, "label: value" lines, questions with answers, plain sentences. */
export function readPrompt(instructions: string): PromptKnowledge {
  const facts = factsOf(instructions);
  const weightOf = rarity(facts);
  return {
    agentName: match(
      instructions,
      /(?:\b[Yy]ou are|[Yy]our name is|[Mm]y name is|^\W{0,20}(?:[Aa]gent )?[Nn]ame:)\s{1,20}(\p{Lu}\p{Ll}{1,60})(?=[,.\n]|\s(?:the|a|an|from|of|with|and)\b|$)/mu,
    ),
    businessName: match(
      instructions,
      /(?:^\W{0,20}(?:business|company|practice|office|shop)(?: name)?\W{0,20}:[^\p{L}\d]{0,20}|\b(?:receptionist|assistant|agent|operator|host)\b[^.\n]{0,200}?\b(?:for|of|at|from)\s{1,20}(?:the\s{1,20})?)([\p{Lu}\d][\p{L}\p{M}\d_&'’-]{0,60}(?:\s{1,20}(?:[\p{Lu}\d&][\p{L}\p{M}\d_&'’-]{0,60}|of|and|the)){0,12})/imu,
    ),
    answer(question) {
      const asked = topicsOf(question);
      const wantsNumber = asked.has('hour') || asked.has('price');
      let best: Fact | null = null;
      let bestScore = 0;
      let total = 0;
      for (const topic of asked) total += weightOf(topic);
      for (const fact of facts) {
        let score = 0;
        for (const topic of asked)
          if (fact.topics.has(topic)) score += weightOf(topic);
          else if (fact.context.has(topic)) score += 0.8 * weightOf(topic);
        // Of two that cover the same, times and prices want a number, and the shorter says less besides.
        if (wantsNumber && score > 0 && /\d/.test(fact.text)) score += 0.05;
        score -= 0.001 * fact.topics.size;
        if (score > bestScore) [best, bestScore] = [fact, score];
      }
      return best && bestScore >= MIN_COVERAGE * total - 0.1 ? best.text : null;
    },
  };
}

function factsOf(instructions: string): Fact[] {
  const facts: Fact[] = [];
  let heading = '';
  let question = '';
  for (const raw of instructions.split('\n')) {
    const bullet = /^\s*(?:[-*•]|\d+[.)])\s+/.test(raw);
    const line = raw
      .replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')
      .replace(/\*\*|__|`/g, '')
      .trim();
    if (line === '') continue;
    const title = /^#{1,6}\s{0,20}([^\s#].*)$/.exec(line)?.[1] ?? (!bullet && /^([^.:?!]{2,60}):$/.exec(line)?.[1]);
    if (title) {
      heading = title;
      continue;
    }
    const asked = readQuestion(line);
    if (asked && asked.answer === null) {
      question = asked.question;
      continue;
    }
    const answer = asked?.answer ?? afterMark(line, /^A(?:nswer)?\s{0,20}[:.]/i);
    const context = topicsOf(`${heading} ${asked?.question ?? (answer ? question : '')}`);
    if (answer) {
      question = '';
      facts.push({ text: sentence(answer), topics: topicsOf(answer), context });
    } else if (!DIRECTIVE_HEADING.test(heading)) {
      for (const text of sentencesOf(line)) {
        if (DIRECTIVE.test(text) || text.endsWith('?')) continue;
        facts.push({ text: sentence(text), topics: topicsOf(text), context });
      }
    }
  }
  return facts;
}

/** What follows a mark such as `A:`; null without the mark, or with nothing after it. */
function afterMark(line: string, mark: RegExp): string | null {
  const found = mark.exec(line);
  return (found && line.slice(found.index + found[0].length).trim()) || null;
}

/** A line that asks, with the answer where it stands in the same line. */
function readQuestion(line: string): { question: string; answer: string | null } | null {
  const asked = afterMark(line, /^Q(?:uestion)?\s{0,20}[:.]/i);
  if (asked === null) return null;
  const mark = /\sA(?:nswer)?\s{0,20}[:.]/i;
  const answer = afterMark(asked, mark);
  const question = answer === null ? asked : asked.slice(0, asked.search(mark)).trim();
  return question === '' ? null : { question, answer };
}

/** Rare topics say more about what is meant than frequent ones; unknown ones count little: they may be misheard. */
function rarity(facts: Fact[]): (topic: string) => number {
  const count = new Map<string, number>();
  for (const fact of facts)
    for (const topic of new Set([...fact.topics, ...fact.context])) count.set(topic, (count.get(topic) ?? 0) + 1);
  return (topic) => {
    const found = count.get(topic);
    return found ? 1 + Math.log((facts.length + 1) / (found + 1)) / 4 : 0.9;
  };
}

/** Splits at the end of sentences, not in prices, times and initials. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?]["')]?)(?<!\b(?:[A-Z]|Dr|Mr|Mrs|Ms|St|Ave|No|e\.g|i\.e|[ap]\.m)\.)\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const match = (text: string, pattern: RegExp): string | null => pattern.exec(text)?.[1]?.trim() ?? null;
