/** The faint hiss of a line on which nobody speaks, as μ-law: 20 ms of it. */
export const hissBytes = (): Buffer =>
  Buffer.from(
    Array.from({ length: 160 }, (_, index) => [0xff, 0x7f, 0xfe, 0x7e, 0xfd][(index * index * 31) % 5] ?? 0xff),
  );

/** Bytes of loud noise that are the same in every run. */
export const noiseBytes = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 149) % 256));
