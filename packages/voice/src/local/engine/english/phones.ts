/** One sound in ARPABET, lower case: `dh`, `ae`. An unstressed "uh" is `ax`. */
export interface Phone {
  name: string;
  isStressed: boolean;
}

export const VOWELS: ReadonlySet<string> = new Set('aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw'.split(' '));
