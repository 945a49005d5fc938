import { createResampler, encodeMulaw } from '@leadlock/voice/audio';

const LINE_HZ = 8000;
/** 20 ms. */
const FRAME_SAMPLES = 160;

export interface MicrophoneFrame {
  mulaw: Uint8Array<ArrayBuffer>;
  /** Root mean square, 0 to 1. */
  loudness: number;
}

/** Turns samples of the microphone, −1 to 1 at any rate, into frames of the phone line: 20 ms of μ-law at 8 kHz. */
export function createFrameCutter(fromHz: number, onFrame: (frame: MicrophoneFrame) => void) {
  const resampler = createResampler(fromHz, LINE_HZ);
  const frame = new Int16Array(FRAME_SAMPLES);
  let linear = new Int16Array(128);
  let filled = 0;

  return (samples: Float32Array): void => {
    if (linear.length !== samples.length) linear = new Int16Array(samples.length);
    for (const [index, sample] of samples.entries()) {
      linear[index] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
    }
    for (const sample of resampler.process(linear)) {
      frame[filled] = sample;
      filled += 1;
      if (filled < FRAME_SAMPLES) continue;
      filled = 0;
      const mulaw = new Uint8Array(FRAME_SAMPLES);
      encodeMulaw(frame, mulaw);
      onFrame({ mulaw, loudness: loudnessOf(frame) });
    }
  };
}

function loudnessOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length) / 32_768;
}
