import { describe, expect, test } from 'vitest';
import { silence } from '../../testing/index.ts';
import { beep, hiss, louder, spoken, WHILE_AGENT_SPEAKS } from '../../testing/situations/index.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { EnergyGate } from './energy-gate.ts';
import { OverlapEar, type Heard } from './overlap-ear.ts';

const NORMAL = { shortestMs: 500, heedsEmphasis: true };

/** Every verdict of an ear on what it hears, with the time from the first sound to it in ms. */
function verdicts(
  mulaw: Buffer,
  { shortestMs, heedsEmphasis } = NORMAL,
  own: Buffer = Buffer.alloc(0),
): [Heard, number][] {
  const gate = new EnergyGate();
  const ear = new OverlapEar(shortestMs, heedsEmphasis);
  for (let at = 0; at < own.length; at += 160) {
    if (gate.isLoud(encodeAudio(own.subarray(at, at + 160)))) ear.learn(gate.level);
  }
  const found: [Heard, number][] = [];
  const line = Buffer.concat([silence(400), mulaw, silence(400)]);
  for (let at = 0; at + 160 <= line.length; at += 160) {
    const audio = encodeAudio(line.subarray(at, at + 160));
    gate.isLoud(audio);
    const heard = ear.hear(audio, gate.level, gate.noise);
    if (heard !== 'nothing' && heard !== 'sound') found.push([heard, at / 8 + 20 - 400]);
  }
  return found;
}

const kinds = (found: [Heard, number][]): Heard[] => found.map(([heard]) => heard);

describe('what a caller does while the agent speaks', () => {
  test.each(WHILE_AGENT_SPEAKS.filter(({ kind }) => kind === 'noise'))('$name is no voice', async ({ audio }) => {
    expect(kinds(verdicts(await audio())).filter((heard) => heard !== 'noise')).toEqual([]);
  });

  test('agreement is too short to be more than a word, but for one in twenty, which its words tell', async () => {
    const agreements = WHILE_AGENT_SPEAKS.filter(({ kind }) => kind === 'agrees');
    const heard = await Promise.all(agreements.map(async ({ audio }) => kinds(verdicts(await audio()))));
    const brief = heard.filter((verdict) => verdict.includes('brief') && !verdict.includes('speech'));
    expect(brief.length / agreements.length).toBeGreaterThanOrEqual(0.95);
    expect(heard.every((verdict) => verdict.includes('brief') || verdict.includes('speech'))).toBe(true);
  });

  test.each(WHILE_AGENT_SPEAKS.filter(({ kind }) => kind === 'interrupts'))('$name is a voice', async ({ audio }) => {
    const heard = kinds(verdicts(await audio()));
    expect(heard.includes('brief') || heard.includes('speech')).toBe(true);
  });

  test('a sentence is heard after half a second, and after less or more where that is set', async () => {
    const sentence = await spoken('I do not have time for this.', 'slt');
    const [first] = verdicts(sentence);
    expect(first?.[0]).toBe('speech');
    expect(first?.[1]).toBeLessThanOrEqual(560);
    expect(verdicts(sentence, { ...NORMAL, shortestMs: 250 })[0]?.[1]).toBeLessThanOrEqual(300);
    expect(verdicts(sentence, { ...NORMAL, shortestMs: 800 })[0]?.[1]).toBeGreaterThan(700);
  });

  test('a word that is much louder than the caller usually speaks is heard at once', async () => {
    const [caller, word] = [await spoken('I would like to book a cleaning, please.'), await spoken('No!')];
    expect(kinds(verdicts(word, NORMAL, caller))).toEqual(['brief']);
    const [first] = verdicts(louder(word, 9), NORMAL, caller);
    expect(first?.[0]).toBe('speech');
    expect(first?.[1]).toBeLessThanOrEqual(320);
    expect(kinds(verdicts(louder(word, 9), { ...NORMAL, heedsEmphasis: false }, caller))).toEqual(['brief']);
  });

  test('what is far softer than the caller usually speaks is an echo, or somebody else', async () => {
    const sentence = await spoken('I would like to book a cleaning, please.');
    expect(verdicts(louder(sentence, -22), NORMAL, sentence)).toEqual([]);
    expect(kinds(verdicts(louder(sentence, -8), NORMAL, sentence))).toContain('speech');
  });

  test('a voice that follows a noise is heard all the same', async () => {
    const line = Buffer.concat([hiss(600, -24), beep(400), silence(200), await spoken('How long does it take?')]);
    expect(kinds(verdicts(line))).toContain('speech');
  });
});
