import type { PublicBrandingResponse } from '@leadlock/agency/branding';
import { brandStyle } from '@leadlock/api/brand-colors';

/** Where the built page takes what depends on the request. */
const MARKER = '<!--brand-->';

export interface PageOptions {
  /** The built index.html. */
  template: string;
  nonce: string;
  /** Where this installation answers: what agencies' own domains lead to. */
  installationHost: string;
  /** Null shows the product's own brand, which the built page has. */
  brand: PublicBrandingResponse | null;
  /** What is accepted at the sign-up, where the operator has told. */
  legal: { termsUrl?: string; privacyUrl?: string };
  /** Addresses of scripts and style sheets that the page will ask for. */
  preloads: readonly string[];
}

/** The dashboard's page as one request gets it. */
export function renderPage({ template, nonce, installationHost, brand, legal, preloads }: PageOptions): string {
  // Libraries that make style elements read the nonce from here.
  const head = [
    `<meta property="csp-nonce" nonce="${nonce}" />`,
    `<meta name="installation-host" content="${escapeHtml(installationHost)}" />`,
    ...legalLinks(legal),
    ...preloads.map(preload),
  ];
  if (brand === null) return template.replace(MARKER, () => head.join('\n    '));
  const icon = brand.favicon_url ?? null;
  const page = template
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(brand.company_name)}</title>`)
    .replace(/<link rel="icon"[^>]*>/, (own) =>
      icon === null ? own : `<link rel="icon" href="${escapeHtml(icon)}" />`,
    );
  return page.replace(MARKER, () => [...head, style(brand.primary_color, nonce), data(brand)].join('\n    '));
}

/** By the link relations of RFC 6903. */
const legalLinks = ({ termsUrl, privacyUrl }: PageOptions['legal']): string[] => [
  ...(termsUrl === undefined ? [] : [`<link rel="terms-of-service" href="${escapeHtml(termsUrl)}" />`]),
  ...(privacyUrl === undefined ? [] : [`<link rel="privacy-policy" href="${escapeHtml(privacyUrl)}" />`]),
];

const preload = (address: string): string =>
  address.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="${escapeHtml(address)}" />`
    : `<link rel="modulepreload" crossorigin href="${escapeHtml(address)}" />`;

/** The selector is more specific than the one by which the style sheet sets the product's colors. */
function style(primaryColor: string, nonce: string): string {
  const declarations = Object.entries(brandStyle(primaryColor)).map(([name, value]) => `${name}:${value}`);
  return `<style nonce="${nonce}">html:root{${declarations.join(';')}}</style>`;
}

/** What the dashboard reads when it starts. With no `<` in it nothing can end the element early. */
function data({ company_name, logo_url, favicon_url, primary_color }: PublicBrandingResponse): string {
  const json = JSON.stringify({ company_name, logo_url, favicon_url, primary_color });
  return `<script type="application/json" id="brand">${json.replaceAll('<', String.raw`\u003c`)}</script>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
