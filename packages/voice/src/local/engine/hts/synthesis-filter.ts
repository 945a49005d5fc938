import type { SpeechParameters } from './parameters.ts';
import type { HtsVoice } from './voice-file.ts';

/** Coefficients of the Padé approximation of the exponential, as published for the filter. */
const PADE = [1, 0.4999391, 0.1107098, 0.01369984, 0.0009564853, 0.00003041721] as const;
const ORDER = 5;
/** 100 ms of a voice with frames of 5 ms. */
const FRAMES_A_BLOCK = 20;

type Voice = Pick<HtsVoice, 'sampleRate' | 'frameSamples' | 'alpha'>;

/**
 * Turns parameters into sound, 16 bit at the voice's rate, block by block, so that it can be heard before it is finished.
 * Pulses and noise go through the MLSA filter (Imai 1983, "Cepstral analysis synthesis on the mel frequency scale").
 */
export function* filteredSpeech(voice: Voice, parameters: SpeechParameters): Generator<Int16Array> {
  const { frames, cepstrum } = parameters;
  const filter = createFilter(cepstrum.length - 1, voice.alpha);
  const excite = createExcitation(voice, parameters.pitch);
  const now = new Float64Array(cepstrum.length);
  const next = new Float64Array(cepstrum.length);
  const step = new Float64Array(cepstrum.length);
  filterCoefficients(cepstrum, 0, voice.alpha, now);
  for (let from = 0; from < frames; from += FRAMES_A_BLOCK) {
    const to = Math.min(from + FRAMES_A_BLOCK, frames);
    const block = new Int16Array((to - from) * voice.frameSamples);
    let at = 0;
    for (let frame = from; frame < to; frame++) {
      filterCoefficients(cepstrum, Math.min(frame + 1, frames - 1), voice.alpha, next);
      for (let i = 0; i < now.length; i++) step[i] = ((next[i] as number) - (now[i] as number)) / voice.frameSamples;
      excite.enter(frame);
      for (let j = 0; j < voice.frameSamples; j++) {
        const sample = filter(excite.sample() * Math.exp(now[0] as number), now);
        block[at++] = Math.max(-32_768, Math.min(32_767, sample));
        for (let i = 0; i < now.length; i++) now[i] = (now[i] as number) + (step[i] as number);
      }
      now.set(next);
    }
    yield block;
  }
}

/** Mel-cepstrum of a frame → coefficients of the filter. */
function filterCoefficients(cepstrum: Float64Array[], frame: number, alpha: number, into: Float64Array): void {
  let above = 0;
  for (let i = into.length - 1; i >= 0; i--) {
    above = (cepstrum[i]?.[frame] ?? 0) - alpha * above;
    into[i] = above;
  }
}

/** A pulse for each period of the voice, and noise without one. The noise is the same each time. */
function createExcitation({ sampleRate, frameSamples }: Voice, pitch: Float64Array) {
  let seed = 1;
  let elapsed = 0;
  let period = 0;
  let step = 0;

  /** Twelve even numbers make a normal one. */
  function noise(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      sum += seed / 2 ** 32;
    }
    return sum;
  }

  return {
    enter(frame: number): void {
      const here = pitch[frame] ? sampleRate / pitch[frame] : 0;
      const there = pitch[frame + 1] ? sampleRate / (pitch[frame + 1] as number) : here;
      // A voice that sets in does so with a pulse.
      if (period === 0 && here > 0) elapsed = here;
      period = here;
      step = (there - here) / frameSamples;
    },
    sample(): number {
      if (period === 0) return noise();
      elapsed++;
      const isPulse = elapsed >= period;
      const height = isPulse ? Math.sqrt(period) : 0;
      if (isPulse) elapsed -= period;
      period += step;
      return height;
    },
  };
}

/** The filter with its memory: two cascades, one for the first coefficient and one for all others. */
function createFilter(order: number, alpha: number): (sample: number, coefficients: Float64Array) => number {
  const beta = 1 - alpha * alpha;
  const width = order + 2;
  const delays = new Float64Array(ORDER + 1);
  const products = new Float64Array(ORDER + 1);
  const lines = new Float64Array(ORDER * width);
  const outputs = new Float64Array(ORDER + 1);

  function firstStage(sample: number, coefficient: number): number {
    let input = sample;
    let sum = 0;
    for (let i = ORDER; i >= 1; i--) {
      const delayed = beta * (products[i - 1] as number) + alpha * (delays[i] as number);
      const product = delayed * coefficient;
      const part = product * (PADE[i] as number);
      delays[i] = delayed;
      products[i] = product;
      input += i & 1 ? part : -part;
      sum += part;
    }
    products[0] = input;
    return input + sum;
  }

  /** The line of one step: an all-pass chain, tapped by the coefficients from the second on. */
  function throughLine(start: number, input: number, coefficients: Float64Array): number {
    lines[start] = input;
    lines[start + 1] = beta * input + alpha * (lines[start + 1] as number);
    let output = 0;
    for (let k = 2; k <= order; k++) {
      const value =
        (lines[start + k] as number) + alpha * ((lines[start + k + 1] as number) - (lines[start + k - 1] as number));
      lines[start + k] = value;
      output += value * (coefficients[k] as number);
    }
    lines.copyWithin(start + 2, start + 1, start + width - 1);
    return output;
  }

  function secondStage(sample: number, coefficients: Float64Array): number {
    let input = sample;
    let sum = 0;
    for (let i = ORDER; i >= 1; i--) {
      const output = throughLine((i - 1) * width, outputs[i - 1] as number, coefficients);
      const part = output * (PADE[i] as number);
      outputs[i] = output;
      input += i & 1 ? part : -part;
      sum += part;
    }
    outputs[0] = input;
    return input + sum;
  }

  return (sample, coefficients) => secondStage(firstStage(sample, coefficients[1] as number), coefficients);
}
