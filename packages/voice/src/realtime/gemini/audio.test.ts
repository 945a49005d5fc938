import { describe, expect, test } from 'vitest';
import { linearOfMulaw } from '../../audio/mulaw.ts';
import { encodeMulaw } from '../../audio/mulaw.ts';
import { AgentAudio } from './agent-audio.ts';
import { AudioMessage } from './audio-message.ts';
import { CallerAudio } from './caller-audio.ts';

const AMPLITUDE = 8000;
const wave = (hz: number, rate: number, seconds = 1): Int16Array =>
  Int16Array.from({ length: rate * seconds }, (_, i) => AMPLITUDE * Math.sin((2 * Math.PI * hz * i) / rate));

/** What a telephone gets of samples that come in pieces of these sizes, in bytes, one after the other. */
function heardOf(samples: Int16Array, sizes: readonly number[], rate = 24_000): Int16Array {
  const mulaw: Buffer[] = [];
  const audio = new AgentAudio((text, length) => {
    const piece = Buffer.from(text.toString('latin1'), 'base64');
    expect(piece).toHaveLength(length);
    mulaw.push(piece);
  });
  audio.setRate(rate);
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    const message = Buffer.from(`..${bytes.subarray(at, at + size).toString('base64')}"`);
    audio.decode(message, 2, message.length - 1);
    at += size;
  }
  audio.finish();
  return Int16Array.from(Buffer.concat(mulaw), (byte) => linearOfMulaw[byte] ?? 0);
}

/** Loudness of one tone in samples, as a share of what went in, in dB. */
function gain(samples: Int16Array, hz: number, rate: number): number {
  const middle = samples.subarray(400, samples.length - 400);
  let [real, imaginary] = [0, 0];
  for (const [i, sample] of middle.entries()) {
    real += sample * Math.cos((2 * Math.PI * hz * i) / rate);
    imaginary += sample * Math.sin((2 * Math.PI * hz * i) / rate);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / middle.length / AMPLITUDE);
}

const loudness = (samples: Int16Array): number =>
  20 * Math.log10(Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length) / (AMPLITUDE / Math.SQRT2));

describe('from 24 kHz to the telephone', () => {
  test.each([200, 300, 1000, 2000, 3000, 3400])('passes %i Hz as it is', (hz) => {
    expect(Math.abs(gain(heardOf(wave(hz, 24_000), [1920]), hz, 8000))).toBeLessThan(hz > 3000 ? 1 : 0.2);
  });

  // What folds back at 8 kHz is as loud as what is left of it; μ-law itself adds noise of about -38 dB to loud tones.
  test.each([4200, 4600, 5000, 6000, 7000, 9000, 11_000])('leaves nothing of %i Hz', (hz) => {
    expect(loudness(heardOf(wave(hz, 24_000), [1920]).subarray(200, -200))).toBeLessThan(hz < 4500 ? -30 : -50);
  });

  test('is one sound, whatever the sizes of its pieces, and half samples among them', () => {
    const samples = wave(440, 24_000, 0.5);
    const whole = heardOf(samples, [samples.byteLength]);
    for (const sizes of [[960], [1], [7, 4801, 2], [9601, 3]]) expect(heardOf(samples, sizes)).toEqual(whole);
    expect(whole.length).toBeGreaterThanOrEqual(4000);
    expect(whole.length).toBeLessThan(4030);
  });

  test('has no click at the borders of its pieces', () => {
    const heard = heardOf(wave(300, 24_000), [960]);
    let largest = 0;
    for (let i = 101; i < heard.length - 100; i++) {
      const curve = (heard[i + 1] ?? 0) - 2 * (heard[i] ?? 0) + (heard[i - 1] ?? 0);
      largest = Math.max(largest, Math.abs(curve));
    }
    // A tone bends by amplitude times the square of its angle a sample; the steps of μ-law at this loudness are 512 apart.
    expect(largest).toBeLessThan(AMPLITUDE * ((2 * Math.PI * 300) / 8000) ** 2 + 2 * 512);
  });

  test('keeps answers apart, and takes other rates', () => {
    const pieces: Buffer[] = [];
    const audio = new AgentAudio((text) => pieces.push(Buffer.from(text.toString('latin1'), 'base64')));
    const loud = Buffer.from(new Int16Array(480).fill(20_000).buffer).toString('base64');
    audio.decode(Buffer.from(loud), 0, loud.length);
    audio.drop();
    pieces.length = 0;
    const quiet = Buffer.alloc(960).toString('base64');
    audio.decode(Buffer.from(quiet), 0, quiet.length);
    expect(new Set(Buffer.concat(pieces))).toEqual(new Set([0xff]));
    expect(gain(heardOf(wave(1000, 16_000), [640], 16_000), 1000, 8000)).toBeCloseTo(0, 0);
    for (const rate of [0, 1e9, 47_999, 24_001]) audio.setRate(rate);
    expect(gain(heardOf(wave(1000, 24_000), [960], 7), 1000, 8000)).toBeCloseTo(0, 0);
  });
});

test('from the telephone to 16 kHz, frame by frame', () => {
  const mulaw = new Uint8Array(8000);
  encodeMulaw(wave(1000, 8000), mulaw);
  const caller = new CallerAudio();
  const pieces: Buffer[] = [];
  for (let at = 0; at < mulaw.length; at += 160) {
    pieces.push(Buffer.from(caller.encode(mulaw.subarray(at, at + 160)).toString('latin1'), 'base64'));
  }
  const bytes = Buffer.concat(pieces);
  expect(bytes).toHaveLength(32_000);
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  expect(Math.abs(gain(samples, 1000, 16_000))).toBeLessThan(0.2);
  // The image of the tone above what a telephone carries.
  expect(gain(samples, 7000, 16_000)).toBeLessThan(-50);
});

test('no filter is made for a rate that nobody speaks at: it would take seconds', () => {
  const tone = wave(1000, 24_000);
  const usual = heardOf(tone, [960]);
  for (const rate of [47_999, 24_001, 8001]) expect(heardOf(tone, [960], rate)).toEqual(usual);
});

describe('a message of audio alone', () => {
  const message = (data: string, more = ''): Buffer =>
    Buffer.from(
      `{\n  "serverContent": {"modelTurn": {"parts": [{"inlineData": {"mimeType": "audio/pcm;rate=24000","data": "${data}"}}]}${more}}}`,
    );
  const learned = (): AudioMessage => {
    const audio = new AudioMessage();
    audio.learn(message('AAAA'), JSON.parse(message('AAAA').toString()));
    return audio;
  };

  test('is known again by what surrounds the audio', () => {
    const audio = learned();
    const start = audio.cut(message('//8BAgME'));
    expect(message('//8BAgME').toString('latin1', start, audio.end)).toBe('//8BAgME');
  });

  test.each([
    ['something else beside it', message('AAAA', ',"turnComplete":true')],
    ['what is no base64', message('AA\\u0041A')],
    ['another layout', Buffer.from(message('AAAA').toString().replaceAll(' ', ''))],
    ['no end', message('AAAA').subarray(0, -2)],
    ['nothing', Buffer.alloc(0)],
  ])('is not one with %s', (_, other) => {
    expect(learned().cut(other)).toBe(-1);
  });

  test('is learned from no other', () => {
    const audio = new AudioMessage();
    for (const other of [message('AAAA', ',"interrupted":true'), Buffer.from('{"toolCall":{"data":"AAAA"}}')]) {
      audio.learn(other, JSON.parse(other.toString()));
      expect(audio.cut(other)).toBe(-1);
    }
  });
});
