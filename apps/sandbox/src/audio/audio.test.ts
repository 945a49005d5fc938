import { describe, expect, test } from 'vitest';
import { decodeMulaw, encodeMulaw } from '@leadlock/voice/audio';
import { createDecoder, createEncoder } from '../realtime/audio-format.ts';
import { alawOfLinear, linearOfAlaw } from './a-law.ts';
import { CallRecorder, finishRecording, recordingSeconds } from './call-recorder.ts';
import { dtmfTones } from './dtmf.ts';
import { FRAME_BYTES, silence } from './frames.ts';
import { isAudible, withoutTrailingSilence } from './loudness.ts';
import { PlaybackQueue } from './playback-queue.ts';
import { mulawOfWav, wavFile } from './wav.ts';

const tone = (ms: number, amplitude = 8000, hz = 400): Uint8Array => {
  const linear = Int16Array.from({ length: ms * 8 }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / 8000));
  const mulaw = new Uint8Array(linear.length);
  encodeMulaw(linear, mulaw);
  return mulaw;
};
const linearOf = (mulaw: Uint8Array): Int16Array => {
  const linear = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, linear);
  return linear;
};

describe('A-law', () => {
  test('has the recommendation’s values', () => {
    // Decoder output values of G.711 table 1a, times 8 for 16 bits: 1, 31, 33, 4032.
    expect([0xd5, 0xda, 0xc5, 0xaa].map((byte) => linearOfAlaw[byte])).toEqual([8, 248, 264, 32_256]);
    expect([0x55, 0x2a].map((byte) => linearOfAlaw[byte])).toEqual([-8, -32_256]);
  });

  test('gives every byte back', () => {
    for (let byte = 0; byte < 256; byte++) expect(alawOfLinear(linearOfAlaw[byte] ?? 0)).toBe(byte);
  });
});

describe('playback', () => {
  test('reports a mark when what is in front of it was played, and fills up with silence', () => {
    const queue = new PlaybackQueue();
    const marks: string[] = [];
    queue.mark(() => marks.push('empty'));
    queue.append(tone(30));
    queue.mark(() => marks.push('after 30 ms'));
    queue.append(tone(10));
    queue.mark(() => marks.push('end'));
    expect([marks.join(), queue.queuedMs]).toEqual(['empty', 40]);
    expect(queue.nextFrame()).toEqual(tone(20));
    expect(marks).toHaveLength(1);
    expect(queue.nextFrame()).toHaveLength(FRAME_BYTES);
    expect(marks).toEqual(['empty', 'after 30 ms']);
    expect(queue.nextFrame()).toBeNull();
    expect(marks).toEqual(['empty', 'after 30 ms', 'end']);
    queue.append(tone(5));
    expect(queue.nextFrame()?.subarray(40)).toEqual(silence(15));
  });

  test('reports dropped marks and goes on with what its listener queues', () => {
    const queue = new PlaybackQueue();
    queue.append(tone(1000));
    queue.mark(() => queue.append(tone(20)));
    queue.clear();
    expect(queue.queuedMs).toBe(20);
    expect(queue.nextFrame()).toEqual(tone(20));
  });
});

describe('WAV files', () => {
  test('carry a track there and back', () => {
    expect(mulawOfWav(wavFile([tone(100), silence(100)]))).toEqual(tone(100));
  });

  test('of another kind are refused', () => {
    const float = wavFile([tone(100)]);
    float.writeUInt16LE(3, 20);
    expect(() => mulawOfWav(float)).toThrow('Only 16-bit PCM');
    expect(() => mulawOfWav(Buffer.from('ID3 something'))).toThrow('no WAV');
    expect(() => mulawOfWav(wavFile([]).subarray(0, 36))).toThrow('no audio');
  });
});

describe('recordings', () => {
  test('mix both sides, keep them apart, or hold one', () => {
    const recorder = new CallRecorder();
    for (let i = 0; i < 50; i++) recorder.write(tone(20), i < 25 ? tone(20) : silence(20));
    const mono = finishRecording(recorder, 'mono', 'both');
    const loudest = (mulaw: Uint8Array | undefined): number => Math.max(...linearOf(mulaw ?? silence(0)));
    expect(recordingSeconds(mono)).toBe(1);
    expect(loudest(mono.tracks[0])).toBeGreaterThan(15_000);
    expect(loudest(mono.tracks[0]?.subarray(4000))).toBeLessThan(9000);
    expect(finishRecording(recorder, 'dual', 'both').tracks).toHaveLength(2);
    expect(finishRecording(recorder, 'dual', 'inbound').tracks).toEqual([recorder.tracks().caller]);
  });

  test('leave out what passes while they pause', () => {
    const recorder = new CallRecorder();
    recorder.write(tone(20), tone(20));
    recorder.paused = true;
    recorder.write(tone(20), tone(20));
    expect(recorder.tracks().caller).toHaveLength(FRAME_BYTES);
  });
});

test('speech ends with its last sound', () => {
  expect([isAudible(tone(20)), isAudible(tone(20, 100)), isAudible(silence(20))]).toEqual([true, false, false]);
  expect(withoutTrailingSilence(Buffer.concat([tone(200), silence(500)]))).toHaveLength(1600);
  expect(withoutTrailingSilence(silence(100))).toHaveLength(0);
});

test('keys sound, and a w waits', () => {
  expect(dtmfTones('1w#').length / 8).toBe(200 + 500 + 200);
  expect(dtmfTones('x?')).toHaveLength(0);
});

test.each([
  { type: 'audio/pcm', rate: 24_000 },
  { type: 'audio/pcm', rate: 48_000 },
  { type: 'audio/pcma', rate: 8000 },
  { type: 'audio/pcmu', rate: 8000 },
] as const)('a tone survives the way to $type $rate and back', (format) => {
  const [encode, decode] = [createEncoder(format), createDecoder(format)];
  const there = Buffer.concat(Array.from({ length: 10 }, (_, i) => encode(tone(400).subarray(i * 320, (i + 1) * 320))));
  // An odd length: a sample may be cut in two on its way.
  const back = Buffer.concat([decode(there.subarray(0, 1001)).slice(), decode(there.subarray(1001)).slice()]);
  const energy = (mulaw: Uint8Array): number => linearOf(mulaw).reduce((sum, sample) => sum + sample ** 2, 0);
  expect(back.length).toBeGreaterThan(3100);
  expect(energy(back) / energy(tone(400))).toBeCloseTo(1, 1);
});
