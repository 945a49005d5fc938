/** What the pages of a brand are painted with, as CSS custom properties. */
export type BrandStyle = Record<'--brand' | '--on-brand' | '--brand-text' | '--brand-text-dark', string>;

type Rgb = readonly [red: number, green: number, blue: number];

/** The least contrast of text that WCAG 2.2 calls readable (level AA). */
const READABLE = 4.5;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The ground that text is hardest to read on in each theme: that of a row under the pointer. */
const LIGHT_GROUND: Rgb = [0xef, 0xf3, 0xf3];
const DARK_GROUND: Rgb = [0x1f, 0x26, 0x28];
/** What an account has that never chose a color. */
const FALLBACK = '#6298b6';
const STEPS = 100;

/**
 * The colors that follow from a brand's own, `#rgb` or `#rrggbb`: what is written on it, and the same color as text on
 * the light theme's and the dark theme's grounds, moved towards black or white until it can be read. Anything else than
 * a color counts as the default one.
 */
export function brandStyle(primaryColor: string): BrandStyle {
  const brand = parseHex(primaryColor) ?? parseHex(FALLBACK) ?? BLACK;
  return {
    '--brand': toHex(brand),
    '--on-brand': toHex(contrast(WHITE, brand) >= contrast(BLACK, brand) ? WHITE : BLACK),
    '--brand-text': toHex(readableOn(LIGHT_GROUND, brand, BLACK)),
    '--brand-text-dark': toHex(readableOn(DARK_GROUND, brand, WHITE)),
  };
}

/** The contrast ratio of two colors, `#rgb` or `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it; NaN for anything else. */
export function contrastRatio(one: string, other: string): number {
  const [first, second] = [parseHex(one), parseHex(other)];
  return first && second ? contrast(first, second) : Number.NaN;
}

function parseHex(color: string): Rgb | null {
  const match = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(color.trim());
  if (!match) return null;
  const digits = match[2] ?? (match[1] ?? '').replaceAll(/./g, '$&$&');
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

const toHex = (color: Rgb): string => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** The first color on the way from `color` to `end` that can be read on `background`. */
function readableOn(background: Rgb, color: Rgb, end: Rgb): Rgb {
  for (let step = 0; step < STEPS; step += 1) {
    const candidate = between(color, end, step / STEPS);
    if (contrast(candidate, background) >= READABLE) return candidate;
  }
  return end;
}

function between([r, g, b]: Rgb, [endR, endG, endB]: Rgb, share: number): Rgb {
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * share);
  return [mix(r, endR), mix(g, endG), mix(b, endB)];
}
