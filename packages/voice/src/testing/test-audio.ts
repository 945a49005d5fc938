const BYTES_PER_MS = 8;

/** μ-law in which nearly no frame repeats, so that lost or doubled ones show. `seed` tells pieces apart. */
export const tone = (ms: number, seed = 3): Buffer =>
  Buffer.from(Uint8Array.from({ length: ms * BYTES_PER_MS }, (_, index) => (index * seed) % 251));

/** μ-law of a loud square wave: what speech is to an energy gate. */
export const speech = (ms: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: ms * BYTES_PER_MS }, (_, index) => (index % 16 < 8 ? 0x90 : 0x10)));

export const silence = (ms: number): Buffer => Buffer.alloc(ms * BYTES_PER_MS, 0xff);
