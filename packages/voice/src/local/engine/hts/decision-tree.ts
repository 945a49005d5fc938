import { labelPattern, type LabelPattern } from './label-pattern.ts';

/** A label with what is known about it already: the same questions are asked for each state and stream. */
export interface Label {
  readonly text: string;
  readonly answers: Map<Question, boolean>;
}

interface Question {
  patterns: LabelPattern[];
}

/** A tree down to the number of a distribution, from 1 on. */
type Tree = number | { question: Question; no: Tree; yes: Tree };

export const newLabel = (text: string): Label => ({ text, answers: new Map() });

/** The numbers of the distributions that a label has in each state; states count from 0. */
export type DecisionTrees = (label: Label, state: number) => number;

/** Reads the trees of one stream: questions (`QS name { "pattern", … }`) and then one tree a state (`{*}[2] …`). */
export function readTrees(text: string): DecisionTrees {
  const questions = readQuestions(text);
  const trees = new Map<number, Tree>();
  for (const part of text.split('{*}[').slice(1)) {
    const end = part.indexOf(']');
    // States are written from 2 on.
    trees.set(Number(part.slice(0, end)) - 2, readTree(part.slice(end + 1), questions));
  }
  return (label, state) => {
    let tree = trees.get(state);
    while (typeof tree === 'object') tree = isTrue(tree.question, label) ? tree.yes : tree.no;
    if (tree === undefined) throw new Error(`The voice has no tree for state ${state}`);
    return tree;
  };
}

function isTrue(question: Question, label: Label): boolean {
  let answer = label.answers.get(question);
  if (answer === undefined) {
    answer = question.patterns.some((matches) => matches(label.text));
    label.answers.set(question, answer);
  }
  return answer;
}

function readQuestions(text: string): Map<string, Question> {
  const questions = new Map<string, Question>();
  for (const line of text.split('\n')) {
    const [keyword, name] = line.split(' ', 2);
    if (keyword !== 'QS' || name === undefined) continue;
    const patterns = line.split('"').filter((_, i) => i % 2 === 1);
    questions.set(name, { patterns: patterns.map(labelPattern) });
  }
  return questions;
}

/** One node a line: its number (0, -1, -2, …), its question, and where a "no" and a "yes" lead. */
function readTree(text: string, questions: ReadonlyMap<string, Question>): Tree {
  const rows = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const row = line.trim().split(/\s+/);
    if (row.length === 4) rows.set(row[0] as string, row.slice(1));
  }
  const target = (name: string): Tree => (/^-?\d+$/.test(name) ? node(name) : leafNumber(name));
  const node = (name: string): Tree => {
    const [question = '', no = '', yes = ''] = rows.get(name) ?? [];
    const asked = questions.get(question);
    if (!asked) throw new Error(`The voice asks an unknown question: ${question}`);
    return { question: asked, no: target(no), yes: target(yes) };
  };
  return rows.size > 0 ? node('0') : leafNumber(text.trim());
}

/** `"mgc_s2_17"` → 17. */
const leafNumber = (name: string): number => Number(name.replaceAll('"', '').split('_').at(-1));
