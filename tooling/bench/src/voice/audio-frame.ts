/** One 20 ms frame as both sides send it: base64 of 160 bytes of μ-law. */
const PAYLOAD_CHARS = 216;
const SEQUENCE_DIGITS = 8;
const TIME_DIGITS = 14;
const DIGIT_ZERO = 0x30;

/** Digits are base64 too, so sequence number and time of sending travel as the first samples of the frame. */
export function stampFrame(buffer: Buffer, at: number, sequence: number, timeMs: number): void {
  writeDigits(buffer, at, SEQUENCE_DIGITS, sequence);
  writeDigits(buffer, at + SEQUENCE_DIGITS, TIME_DIGITS, Math.round(timeMs * 1000));
}

export function readStamp(buffer: Buffer, at: number, mask: number): { sequence: number; timeMs: number } {
  return {
    sequence: readDigits(buffer, at, SEQUENCE_DIGITS, mask),
    timeMs: readDigits(buffer, at + SEQUENCE_DIGITS, TIME_DIGITS, mask) / 1000,
  };
}

/** A payload of loud noise with room for the stamp. */
export function noisePayload(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let payload = '0'.repeat(SEQUENCE_DIGITS + TIME_DIGITS);
  for (let index = payload.length; index < PAYLOAD_CHARS - 2; index++) payload += alphabet[(index * 37) % 64];
  return `${payload}==`;
}

function writeDigits(buffer: Buffer, at: number, digits: number, value: number): void {
  let rest = value;
  for (let index = at + digits - 1; index >= at; index--) {
    const next = Math.floor(rest / 10);
    buffer[index] = DIGIT_ZERO + (rest - next * 10);
    rest = next;
  }
}

/** `mask`: the four mask bytes as one number, rotated so that its lowest byte belongs to `at`. */
function readDigits(buffer: Buffer, at: number, digits: number, mask: number): number {
  let value = 0;
  for (let index = 0; index < digits; index++) {
    const maskByte = (mask >>> ((index & 3) * 8)) & 0xff;
    value = value * 10 + ((buffer[at + index] ?? 0) ^ maskByte) - DIGIT_ZERO;
  }
  return value;
}
