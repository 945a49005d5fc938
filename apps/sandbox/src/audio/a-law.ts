/** G.711 A-law: sign, 3 bits of segment, 4 bits within it, every other bit inverted on the wire. Linear is 16 bit. */

export const linearOfAlaw: Readonly<Int16Array> = Int16Array.from({ length: 256 }, (_, byte) => expand(byte));

function expand(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code >> 4) & 7;
  const within = ((code & 15) << 4) + 8;
  const magnitude = segment === 0 ? within : (within + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

export function alawOfLinear(sample: number): number {
  const magnitude = Math.min(32_767, sample < 0 ? -sample - 1 : sample);
  const segment = Math.max(0, 24 - Math.clz32(magnitude));
  const within = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 15;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | within) ^ 0x55;
}
