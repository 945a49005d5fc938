const BYTES_PER_MS = 8;

/** μ-law in which nearly no frame repeats, so that lost or doubled ones show. `seed` tells pieces apart. */
export const tone = (ms: number, seed = 3): Buffer =>
  Buffer.from(Uint8Array.from({ length: ms * BYTES_PER_MS }, (_, index) => (index * seed) % 251));

/** μ-law of a loud square wave: what speech is to an energy gate. */
export const speech = (ms: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: ms * BYTES_PER_MS }, (_, index) => (index % 16 < 8 ? 0x90 : 0x10)));

export const silence = (ms: number): Buffer => Buffer.alloc(ms * BYTES_PER_MS, 0xff);

/** μ-law of a voice without words: loud syllables and quiet ends of them, five a second. */
export const babble = (ms: number): Buffer =>
  Buffer.from(
    Uint8Array.from({ length: ms * BYTES_PER_MS }, (_, index) => {
      const isSyllable = index % 1600 < 1200;
      return index % 64 < 32 ? (isSyllable ? 0x90 : 0xd0) : isSyllable ? 0x10 : 0x50;
    }),
  );

/** 16-bit samples of a tone of 440 Hz at 24 kHz. */
export const tone24 = (ms: number): Int16Array =>
  Int16Array.from({ length: ms * 24 }, (_, index) => 8000 * Math.sin((2 * Math.PI * 440 * index) / 24_000));
