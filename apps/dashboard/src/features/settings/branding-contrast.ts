import { brandStyle, contrastRatio } from '@leadlock/api/brand-colors';

const WHITE = '#ffffff';

export interface ContrastNote {
  /** What is written on the color: black or white. */
  onBrand: 'black' | 'white';
  /** How well that can be read, from 1 to 21. */
  onBrandRatio: number;
  /** The color that links have on white, where the brand's own could not be read; null where it can. */
  linkInstead: string | null;
  /** The same on the dark theme. */
  darkLinkInstead: string | null;
}

/** What is made of a brand's color so that everything can be read. */
export function contrastNote(color: string): ContrastNote {
  const style = brandStyle(color);
  const instead = (link: string): string | null => (link === style['--brand'] ? null : link);
  return {
    onBrand: style['--on-brand'] === WHITE ? 'white' : 'black',
    onBrandRatio: Math.round(contrastRatio(style['--brand'], style['--on-brand']) * 10) / 10,
    linkInstead: instead(style['--brand-text']),
    darkLinkInstead: instead(style['--brand-text-dark']),
  };
}
