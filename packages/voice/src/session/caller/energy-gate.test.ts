import { describe, expect, test } from 'vitest';
import { encodeMulaw } from '../../audio/index.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { EnergyGate } from './energy-gate.ts';

const FRAME = 160;
/** 20 ms of a 440 Hz tone with this amplitude (of 32,767), from sample `from` on. */
const tone = (amplitude: number, from = 0): Buffer => {
  const samples = Int16Array.from({ length: FRAME }, (_, index) =>
    Math.round(amplitude * Math.sin(((from + index) * 2 * Math.PI * 440) / 8000)),
  );
  const mulaw = new Uint8Array(FRAME);
  encodeMulaw(samples, mulaw);
  return encodeAudio(mulaw);
};

describe('the energy gate', () => {
  test.each([
    ['silence', encodeAudio(new Uint8Array(FRAME).fill(0xff)), false],
    ['silence of the other sign', encodeAudio(new Uint8Array(FRAME).fill(0x7f)), false],
    ['hiss at -60 dB', tone(33), false],
    ['speech at -20 dB', tone(3277), true],
    ['shouting', tone(32_000), true],
  ])('%s', (_, frame, loud) => {
    expect(new EnergyGate().isLoud(frame)).toBe(loud);
  });

  test("gets used to a line's steady noise and still hears speech above it", () => {
    const gate = new EnergyGate();
    const noise = Array.from({ length: 1000 }, (_, index) => gate.isLoud(tone(1500, index * FRAME)));
    expect(noise[0]).toBe(true);
    expect(noise.at(-1)).toBe(false);
    expect(gate.isLoud(tone(15_000))).toBe(true);
  });

  test('does not take the pauses of speech for the end of it, nor speech for noise', () => {
    const gate = new EnergyGate();
    const heard: boolean[] = [];
    for (let frame = 0; frame < 1500; frame++)
      heard.push(gate.isLoud(tone(frame % 25 < 18 ? 6000 : 20, frame * FRAME)));
    expect(heard.filter(Boolean)).toHaveLength(1500 * (18 / 25));
  });
});
