import { encodeMulaw, MULAW_BYTES_PER_MS, MULAW_SILENCE } from './mulaw.ts';

/** ITU-T Q.23: each key is a low and a high tone. */
const LOW_HZ = [697, 770, 852, 941];
const HIGH_HZ = [1209, 1336, 1477];
const KEYS = '123456789*0#';
const TONE_MS = 120;
const GAP_MS = 90;
/** What `w` waits. */
const PAUSE_MS = 500;
/** Each of the two, of 32,767: about -9 dB, as telephones have them. */
const AMPLITUDE = 8000;

/** Keys that can be pressed: digits, `*`, `#`, and `w` for half a second of waiting. */
export const DTMF_KEYS: RegExp = /^[0-9*#w]+$/;

const silence = (ms: number): Uint8Array => new Uint8Array(ms * MULAW_BYTES_PER_MS).fill(MULAW_SILENCE);

/** The sound of keys pressed one after the other, as μ-law; what is no key is left out. */
export function dtmfTones(keys: string): Uint8Array {
  return Buffer.concat(keys.split('').map((key) => (key === 'w' ? silence(PAUSE_MS) : tone(key))));
}

function tone(key: string): Uint8Array {
  const at = KEYS.indexOf(key);
  if (at < 0) return new Uint8Array(0);
  const [low, high] = [LOW_HZ[Math.floor(at / 3)] as number, HIGH_HZ[at % 3] as number];
  const linear = Int16Array.from({ length: TONE_MS * MULAW_BYTES_PER_MS }, (_, index) => {
    const phase = (2 * Math.PI * index) / 8000;
    return AMPLITUDE * (Math.sin(low * phase) + Math.sin(high * phase));
  });
  const mulaw = new Uint8Array(linear.length);
  encodeMulaw(linear, mulaw);
  return Buffer.concat([mulaw, silence(GAP_MS)]);
}
