import { say, type Dialogue, type DialogueStep } from './dialogue.ts';
import { saysGoodbye } from './spoken-details.ts';
import { topicsOf, wordsOf } from './words.ts';

const HANG_UP = { name: 'end_call', arguments: {} };

/** A caller who says `lines` in turn, whatever the other side says, and hangs up when the last has been answered. */
export function scriptedCaller(lines: readonly string[]): Dialogue {
  let spoken = 0;
  return {
    next() {
      const line = lines[spoken++];
      return Promise.resolve(line === undefined ? { say: '', toolCalls: [HANG_UP] } : say(line));
    },
    toolResult: () => Promise.resolve(say('')),
  };
}

export interface Persona {
  name: string;
  /** The first thing said after the greeting. */
  goal: string;
  phone?: string;
  when?: string;
  email?: string;
  address?: string;
  /** Answers to what else may be asked, by a word or two of the question: `{ 'square feet': 'About two thousand.' }`. */
  facts?: Record<string, string>;
  /** Asked one after the other when the goal is reached. */
  questions?: string[];
}

/** A caller with a goal: answers the other side's questions from its facts, asks its own, and hangs up when done. */
export function personaCaller(persona: Persona): Dialogue {
  const questions = [...(persona.questions ?? [])];
  let goalSaid = false;
  let lastLine = '';
  let leaving = false;

  function reply(heard: string | null): DialogueStep {
    if (leaving || (heard !== null && goalSaid && saysGoodbye(heard))) return { say: '', toolCalls: [HANG_UP] };
    if (!goalSaid) {
      goalSaid = true;
      return say(persona.goal);
    }
    if (heard === null) return say(lastLine);
    if (
      wordsOf(heard).length === 0 ||
      /\b(?:say (?:it|that) again|once more|did not catch that\. could)\b/i.test(heard)
    )
      return say(lastLine);
    return say(answer(heard) ?? nextQuestion());
  }

  /** Only the last question of a turn wants an answer. */
  function answer(heard: string): string | null {
    const question = heard
      .split(/(?<=[.!?])/)
      .findLast((sentence) => sentence.endsWith('?'))
      ?.trim();
    if (!question) return /\b(?:one moment|hold on|just a second)\b/i.test(heard) ? '' : null;
    const fact = Object.entries(persona.facts ?? {}).find(([about]) => {
      const asked = topicsOf(question);
      return [...topicsOf(about)].every((topic) => asked.has(topic));
    });
    if (fact) return fact[1];
    if (/\b(?:is|was) (?:that|this|it) (?:right|correct|okay)\b|\bcorrect\?|\bdid i get\b/i.test(question))
      return 'Yes, that is right.';
    if (/\banything else\b|\belse can i\b|\bhelp you with\b/i.test(question)) return null;
    if (/\bname\b/i.test(question)) return `My name is ${persona.name}.`;
    if (persona.email && /\be-?mail\b/i.test(question)) return persona.email;
    if (persona.phone && /\b(?:number|phone|reach you|call you)\b/i.test(question))
      return `My number is ${persona.phone}.`;
    if (persona.when && /\b(?:when|what day|which day|what time|date|time|suit)\b/i.test(question))
      return `${persona.when}.`.replace('..', '.');
    if (persona.address && /\b(?:address|where)\b/i.test(question)) return persona.address;
    if (/\b(?:about|for|need|reason|looking|help)\b/i.test(question)) return persona.goal;
    return "I'm not sure.";
  }

  function nextQuestion(): string {
    const question = questions.shift();
    if (question !== undefined) return question;
    leaving = true;
    return 'No, thank you. That is all. Goodbye.';
  }

  return {
    next(heard) {
      const step = reply(heard);
      if (step.say !== '') lastLine = step.say;
      return Promise.resolve(step);
    },
    toolResult: () => Promise.resolve(say('')),
  };
}
