import { silence } from '@leadlock/voice/testing';
import { hiss, mixed, spoken, traffic, withLoss } from '@leadlock/voice/testing/situations';

/** Something that a caller does while the agent listens, and that is to be answered. */
export interface Turn {
  name: string;
  /** What is said; absent: keys are pressed. */
  audio?: () => Promise<Buffer>;
  keys?: string;
}

/** A caller who asks for a text, and speaks on while it is being sent. */
export interface TalkOver {
  name: string;
  request: () => Promise<Buffer>;
  /** Said so long after the request is over. */
  afterMs: number;
  audio: () => Promise<Buffer>;
}

const VOICES = ['slt', 'rms', 'awb', 'kal16'] as const;
const WORDS = ['Yes.', 'No.', 'Tuesday.', 'Hello?'];
const SENTENCES = ['What are your opening hours?', 'I would like to book a cleaning, please.'];
const QUESTION = SENTENCES[0] ?? '';

const said = (texts: readonly string[]): Turn[] =>
  texts.flatMap((text) => VOICES.map((voice) => ({ name: `${text} (${voice})`, audio: () => spoken(text, voice) })));

/** Several sentences with breaths between them: one turn, which is not to be answered before it is over. */
const rambling = async (): Promise<Buffer> => {
  const sentences = [
    'So I was talking to my neighbor the other day,',
    'and he told me about your office,',
    'because his daughter had her teeth cleaned there,',
    'and now I would like to know when you are open.',
  ];
  const parts = await Promise.all(sentences.map((sentence) => spoken(sentence, 'rms')));
  return Buffer.concat(parts.flatMap((part) => [part, silence(200)]));
};

/** Turns of a caller who is to be answered. */
export const TURNS: readonly Turn[] = [
  ...said(WORDS),
  ...said(SENTENCES),
  { name: 'a question with every tenth frame lost', audio: async () => withLoss(await spoken(QUESTION, 'rms'), 10) },
  { name: 'a question over hiss', audio: async () => mixed(await spoken(QUESTION, 'rms'), hiss(3000, -36)) },
  { name: 'a question over traffic', audio: async () => mixed(await spoken(QUESTION, 'rms'), traffic(3000, -34)) },
  { name: 'rambling', audio: rambling },
  { name: 'a phone number by keys', keys: '4155550123#' },
  { name: 'one key', keys: '2' },
];

const REQUEST = 'Can you text me your address?';
const talkOver = (text: string, afterMs: number): TalkOver => ({
  name: `"${text}" ${afterMs} ms after a text was asked for`,
  request: () => spoken(REQUEST, 'slt'),
  afterMs,
  audio: () => spoken(text, 'slt'),
});

/** The tool is being run, or about to be, when the caller speaks again. */
export const TALK_OVERS: readonly TalkOver[] = [
  talkOver('What are your opening hours?', 900),
  talkOver('What are your opening hours?', 1500),
  talkOver('Are you still there?', 1200),
  talkOver('Uh-huh.', 1500),
];
