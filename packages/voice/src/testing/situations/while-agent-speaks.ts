import type { LocalVoice } from '../../local/descriptor.ts';
import { beep, breath, cough, hiss, slam, traffic, typing } from './sounds.ts';
import { louder, mixed, spoken, withLoss } from './spoken.ts';

/** Something that a caller does while the agent speaks, and what follows from it. */
export interface Situation {
  name: string;
  /** `interrupts`: the agent stops and answers. `agrees` and `noise`: it goes on as if nothing had been. */
  kind: 'interrupts' | 'agrees' | 'noise';
  /** What a transcriber writes down; '' for a noise. */
  words: string;
  /** μ-law, from the first sound to the last. */
  audio: () => Promise<Buffer>;
}

const VOICES: LocalVoice[] = ['slt', 'rms', 'awb', 'kal16'];
const AGREEMENT = ['Uh-huh.', 'Right.', 'Okay.', 'Yeah.', 'I see.', 'Sure.', 'Got it.', 'Yes.', 'Great.', 'Of course.'];
const ONE_WORD = ['Stop.', 'Wait.', 'No.', 'Sorry?', 'What?', 'Hello?', 'Hold on.', 'Excuse me.'];
const SENTENCES = [
  'Can you repeat that please?',
  'I have a question about the price.',
  'No, that is not what I meant.',
  'Wait, I need Tuesday instead.',
  'How long does it take?',
  'I do not have time for this.',
];

const said = (kind: Situation['kind'], texts: readonly string[]): Situation[] =>
  texts.flatMap((text) =>
    VOICES.map((voice) => ({ name: `${text} (${voice})`, kind, words: text, audio: () => spoken(text, voice) })),
  );

const noise = (name: string, audio: () => Buffer): Situation => ({
  name,
  kind: 'noise',
  words: '',
  audio: () => Promise.resolve(audio()),
});

const QUESTION = 'Can you repeat that please?';
const overNoise = (name: string, behind: () => Buffer): Situation => ({
  name: `a question over ${name}`,
  kind: 'interrupts',
  words: QUESTION,
  audio: async () => mixed(await spoken(QUESTION, 'slt'), behind()),
});

/** The same for every provider: what tells apart those who interrupt from those who do not. */
export const WHILE_AGENT_SPEAKS: readonly Situation[] = [
  ...said('agrees', AGREEMENT),
  ...said('interrupts', ONE_WORD),
  ...said('interrupts', SENTENCES),
  {
    name: 'a soft "uh-huh"',
    kind: 'agrees',
    words: 'Uh-huh.',
    audio: async () => louder(await spoken('uh-huh', 'slt'), -8),
  },
  {
    name: 'a question with every tenth frame lost',
    kind: 'interrupts',
    words: QUESTION,
    audio: async () => withLoss(await spoken(QUESTION, 'rms'), 10),
  },
  overNoise('hiss', () => hiss(3000, -36)),
  overNoise('traffic', () => traffic(3000, -34)),
  noise('a cough', () => cough()),
  noise('a loud cough', () => cough(9, -8)),
  noise('two coughs', () => Buffer.concat([cough(), Buffer.alloc(1200, 0xff), cough(7)])),
  noise('a slammed door', () => slam()),
  noise('typing', () => typing(2500)),
  noise('a breath', () => breath()),
  noise('a beep', () => beep(900)),
  noise('faint hiss', () => hiss(2500, -40)),
  noise('hiss', () => hiss(2500, -30)),
  noise('loud hiss', () => hiss(2500, -16)),
  noise('traffic', () => traffic(2500, -28)),
  noise('loud traffic', () => traffic(2500, -14)),
];
