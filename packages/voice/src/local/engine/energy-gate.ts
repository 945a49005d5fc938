import { linearOfMulaw } from '../../audio/mulaw.ts';

/** Mean square below which nobody speaks: -52 dB of full scale, well under the faintest phone speech. */
const QUIET_MEAN_SQUARE = 32_768 ** 2 * 10 ** -5.2;
/** Windows the gate stays open after the last loud one: a syllable may fade below it. */
const HOLD_WINDOWS = 10;

const squareOfMulaw = Float64Array.from(linearOfMulaw, (sample) => sample * sample);

/** Says for each window of μ-law whether it is worth a look of the speech detector. Silence costs one table look-up. */
export function createEnergyGate(): (window: Uint8Array) => boolean {
  let hold = 0;
  return (window) => {
    let sum = 0;
    for (let i = 0; i < window.length; i++) sum += squareOfMulaw[window[i] as number] as number;
    hold = sum > QUIET_MEAN_SQUARE * window.length ? HOLD_WINDOWS : Math.max(0, hold - 1);
    return hold > 0;
  };
}
