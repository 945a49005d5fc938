import { expect, test } from 'vitest';
import { tone } from '../../testing/index.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { UplinkGate } from './uplink-gate.ts';

const FRAME = 160;

function open(): { gate: UplinkGate; sent: () => Buffer; withhold: (mulaw: Buffer) => void } {
  const parts: Buffer[] = [];
  const gate = new UplinkGate((audio) => parts.push(Buffer.from(audio.toString('latin1'), 'base64')));
  return {
    gate,
    sent: () => Buffer.concat(parts.splice(0)),
    withhold: (mulaw) => {
      for (let at = 0; at < mulaw.length; at += FRAME) gate.withhold(encodeAudio(mulaw.subarray(at, at + FRAME)));
    },
  };
}

test('the voice hears as much silence as was said, and then what was said', () => {
  const { gate, sent, withhold } = open();
  withhold(tone(200));
  expect(sent()).toEqual(Buffer.alloc(1600, 0xff));
  expect(gate.kept()).toEqual(tone(200));
  gate.release();
  expect(sent()).toEqual(tone(200));
  gate.release();
  expect(sent().length).toBe(0);
});

test('no more is kept than 2.5 s, and 0.4 s of what may be the beginning of a word, however often', () => {
  const { gate, sent, withhold } = open();
  const long = tone(7000);
  withhold(long);
  expect(gate.kept()).toEqual(long.subarray(-2500 * 8));
  gate.keepPreRoll();
  expect(gate.kept()).toEqual(long.subarray(-400 * 8));
  withhold(tone(200, 5));
  sent();
  gate.release();
  expect(sent()).toEqual(Buffer.concat([long.subarray(-400 * 8), tone(200, 5)]));
});
