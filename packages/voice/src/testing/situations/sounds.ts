import { encodeMulaw } from '../../audio/mulaw.ts';

const RATE = 8000;

/** Numbers between -1 and 1 that are the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** μ-law of what `sample` gives for each moment (seconds), -1 to 1. */
function render(ms: number, sample: (at: number, index: number) => number): Buffer {
  const linear = Int16Array.from({ length: (ms * RATE) / 1000 }, (_, index) => {
    return Math.max(-1, Math.min(1, sample(index / RATE, index))) * 32_000;
  });
  const mulaw = Buffer.alloc(linear.length);
  encodeMulaw(linear, mulaw);
  return mulaw;
}

/** Amplitude of a level in dB of full scale. */
const amplitude = (db: number): number => 10 ** (db / 20);

/** Steady hiss, as of a bad line, a fan or a shower. `level` is its root mean square in dB of full scale. */
export function hiss(ms: number, level = -30, seed = 1): Buffer {
  const random = randomNumbers(seed);
  return render(ms, () => random() * amplitude(level) * Math.sqrt(3));
}

/** Traffic: noise whose lows are strongest, swelling and ebbing. */
export function traffic(ms: number, level = -28, seed = 2): Buffer {
  const random = randomNumbers(seed);
  let low = 0;
  return render(ms, (at) => {
    low += 0.12 * (random() - low);
    return low * 4 * amplitude(level) * (1 + 0.5 * Math.sin(2 * Math.PI * 0.7 * at)) * Math.sqrt(3);
  });
}

/** One cough: a sharp burst of breath, then a rattle that dies away, with little voice in it. */
export function cough(seed = 3, level = -14): Buffer {
  const random = randomNumbers(seed);
  let colored = 0;
  return render(320, (at) => {
    const burst = Math.exp(-((at - 0.02) ** 2) / 0.0004) + 0.6 * Math.exp(-(((at - 0.14) / 0.07) ** 2));
    colored = 0.4 * colored + random();
    const rattle = 0.25 * Math.sin(2 * Math.PI * (170 - 180 * at) * at) * Math.exp(-(((at - 0.2) / 0.05) ** 2));
    return amplitude(level) * (burst * colored * 1.3 + rattle);
  });
}

/** Typing: clicks of a few milliseconds, `perSecond` of them. */
export function typing(ms: number, perSecond = 6, level = -18, seed = 4): Buffer {
  const random = randomNumbers(seed);
  const every = 1 / perSecond;
  return render(ms, (at) => random() * amplitude(level) * Math.exp(-(at % every) / 0.004) * 2);
}

/** A door that slams: one thud that rings out. */
export function slam(seed = 5, level = -10): Buffer {
  const random = randomNumbers(seed);
  let low = 0;
  return render(350, (at) => {
    low += 0.25 * (random() - low);
    return low * 3 * amplitude(level) * Math.exp(-at / 0.06);
  });
}

/** A steady tone, as of an appliance or a dial tone. */
export const beep = (ms: number, hz = 440, level = -18): Buffer =>
  render(ms, (at) => amplitude(level) * Math.SQRT2 * Math.sin(2 * Math.PI * hz * at));

/** A breath into the microphone: noise that swells and ebbs. */
export function breath(ms = 700, level = -24, seed = 6): Buffer {
  const random = randomNumbers(seed);
  return render(ms, (at) => random() * amplitude(level) * 2 * Math.sin((Math.PI * at * 1000) / ms) ** 2);
}
