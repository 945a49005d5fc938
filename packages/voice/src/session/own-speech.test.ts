import { describe, expect, test } from 'vitest';
import { OwnSpeech, WAITING_TONE, type OwnSpeechOptions } from './own-speech.ts';
import { OWN_SENTENCES } from './own-sentences.ts';
import { Transcript } from './transcript.ts';

const NOTICE = 'This call may be recorded.';
const GERMAN = 'Guten Tag, wie kann ich Ihnen helfen?';
const SPOKEN = Uint8Array.of(1, 2, 3);
const [MOMENT] = OWN_SENTENCES.moments;

interface Facts {
  greeting?: string;
  notice?: string;
  language?: string;
  instructions?: string;
  /** What the agent has said. */
  said?: string[];
}

function ownSpeech({ greeting, notice, language, instructions = '', said = [] }: Facts): [OwnSpeech, string[]] {
  const asked: string[] = [];
  const transcript = new Transcript();
  said.forEach((text, index) => {
    transcript.agentStarted(`a${index}`, index);
    transcript.agentText(`a${index}`, text);
  });
  const options: OwnSpeechOptions = {
    voice: (text) => {
      asked.push(text);
      return Promise.resolve(SPOKEN);
    },
    config: { instructions, ...(language && { language }) },
    policy: { greeting: greeting ?? null, notice: notice ?? null },
    transcript,
  };
  return [new OwnSpeech(options), asked];
}

describe('a caller who waits', () => {
  test.each<[string, Facts]>([
    ['whose agent greets in German', { greeting: GERMAN }],
    ['whose agent greets in German after an English notice', { greeting: `${NOTICE} ${GERMAN}`, notice: NOTICE }],
    ['whose agent has said the notice and a German greeting', { notice: NOTICE, said: [`${NOTICE} ${GERMAN}`] }],
    ['with whom the agent changed to Spanish', { greeting: 'Hello!', said: ['Hello!', 'Claro, ¿para qué día es?'] }],
    ['whose agent is set to French', { language: 'fr-CA', instructions: 'You are a helpful receptionist.' }],
    ['whose agent is told in German what to do', { instructions: 'Du bist die Assistentin der Praxis und hilfst.' }],
  ])('%s hears a tone', async (_, facts) => {
    const [speech, asked] = ownSpeech(facts);
    for (const text of [...OWN_SENTENCES.moments, OWN_SENTENCES.pardon, OWN_SENTENCES.cannotHear]) {
      expect(await speech.say(text)).toEqual({ audio: WAITING_TONE, words: null });
    }
    expect(asked).toEqual([]);
  });

  test.each<[string, Facts]>([
    ['of whom nothing is known', {}],
    ['whose agent greets in English', { greeting: 'Hello, how can I help you?' }],
    ['who has heard only the notice', { notice: NOTICE, greeting: NOTICE, said: [NOTICE] }],
    ['with whom the agent changed to English', { greeting: GERMAN, said: [GERMAN, 'Of course, what would you like?'] }],
  ])('%s hears a sentence', async (_, facts) => {
    const [speech] = ownSpeech(facts);
    expect(await speech.say(MOMENT)).toEqual({ audio: SPOKEN, words: MOMENT });
  });
});

test('what has to be told is told in words, whatever is spoken', async () => {
  const [speech] = ownSpeech({ greeting: GERMAN });
  for (const text of [NOTICE, OWN_SENTENCES.accountEnds]) expect((await speech.say(text)).words).toBe(text);
});

test('the tone is short, soft, and no click', () => {
  expect(WAITING_TONE.length).toBeLessThan(4000);
  expect(new Set(WAITING_TONE).size).toBeGreaterThan(50);
  // μ-law silence has the smallest amplitude; loud bytes have a small code without the sign.
  expect(Math.min(...WAITING_TONE.map((byte) => byte & 0x7f))).toBeGreaterThan(0x20);
  expect([WAITING_TONE[0], WAITING_TONE.at(-1)].map((byte) => (byte ?? 0) & 0x7f)).toEqual([0x7f, 0x7f]);
});
