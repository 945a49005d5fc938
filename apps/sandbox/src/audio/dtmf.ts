import { encodeMulaw } from '@leadlock/voice/audio';
import { silence } from './frames.ts';

const LOW_HZ = [697, 770, 852, 941];
const HIGH_HZ = [1209, 1336, 1477, 1633];
const KEYS = '123A456B789C*0#D';
const TONE_MS = 120;
const GAP_MS = 80;
const WAIT_MS = 500;

/** The tones of `digits` as μ-law; `w` waits half a second, other characters are skipped. */
export function dtmfTones(digits: string): Uint8Array {
  const parts = Array.from(digits.toUpperCase(), (digit) => (digit === 'W' ? silence(WAIT_MS) : toneOf(digit)));
  return Buffer.concat(parts);
}

function toneOf(digit: string): Uint8Array {
  const key = KEYS.indexOf(digit);
  const low = LOW_HZ[Math.floor(key / 4)];
  const high = HIGH_HZ[key % 4];
  if (low === undefined || high === undefined) return new Uint8Array(0);
  const linear = Int16Array.from({ length: TONE_MS * 8 }, (_, i) => {
    const at = (2 * Math.PI * i) / 8000;
    return 8000 * (Math.sin(low * at) + Math.sin(high * at));
  });
  const tone = new Uint8Array(linear.length);
  encodeMulaw(linear, tone);
  return Buffer.concat([tone, silence(GAP_MS)]);
}
