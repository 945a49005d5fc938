import { brandStyle, type BrandStyle } from '@leadlock/api/brand-colors';
import { browserStorage } from '../session/storage.ts';

const KEY = 'leadlock.brand';
/** What the api answers where an agency has chosen no color. */
const UNSET_COLOR = '#6298B6';
const PRODUCT: Brand = { name: 'Leadlock', logoUrl: null, faviconUrl: null };

/** Whose product the pages show. */
export interface Brand {
  name: string;
  logoUrl: string | null;
  faviconUrl: string | null;
}

interface Branding {
  company_name?: string | null;
  logo_url?: string | null;
  favicon_url?: string | null;
  primary_color: string;
}

const listeners = new Set<() => void>();
/** The brand that the api put into the page, because of the domain or the link that it was opened by; null for none. */
export const servedBrand: Brand | null = readServedBrand();
let current: Brand = servedBrand ?? storedBrand() ?? PRODUCT;

function readServedBrand(): Brand | null {
  const text = document.getElementById('brand')?.textContent;
  return text ? toBrand(JSON.parse(text) as Branding, PRODUCT) : null;
}

/** The brand of the account that was signed in here last; first-paint.js has applied its colors. */
function storedBrand(): Brand | null {
  try {
    const { brand } = JSON.parse(browserStorage.getItem(KEY) ?? '{}') as { brand?: Brand };
    return brand?.name ? brand : null;
  } catch {
    return null;
  }
}

/** `nameless` lends its name where the agency has chosen none. */
function toBrand({ company_name, logo_url, favicon_url }: Branding, nameless: Brand): Brand {
  return { name: company_name || nameless.name, logoUrl: logo_url ?? null, faviconUrl: favicon_url ?? null };
}

const isUnset = ({ company_name, logo_url, favicon_url, primary_color }: Branding): boolean =>
  !company_name && !logo_url && !favicon_url && primary_color === UNSET_COLOR;

/** Shows an agency's brand from now on, and from the first paint the next time. */
export function applyBrand(branding: Branding): void {
  const { style: inline } = document.documentElement;
  const style: Partial<BrandStyle> = isUnset(branding) ? {} : brandStyle(branding.primary_color);
  for (const name of ['--brand', '--on-brand', '--brand-text', '--brand-text-dark']) inline.removeProperty(name);
  for (const [name, value] of Object.entries(style)) inline.setProperty(name, value);
  // A domain of its own goes by its agency's name, before the sign-in and after it.
  const base = servedBrand ?? PRODUCT;
  current = isUnset(branding) ? base : toBrand(branding, base);
  browserStorage.setItem(KEY, JSON.stringify({ brand: current, style }));
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon) icon.href = current.faviconUrl ?? '/app/favicon.svg';
  for (const listener of listeners) listener();
}

export const currentBrand = (): Brand => current;

export function onBrandChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
