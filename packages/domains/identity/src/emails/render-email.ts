import { toVisibleName } from '@leadlock/core/display-name';
import type { EmailBrand } from './brand.ts';
import { escapeHtml } from './escape-html.ts';
import { WORD_JOINER } from './name-in-email.ts';

export interface EmailAction {
  label: string;
  url: string;
}

export interface EmailContent {
  brand: EmailBrand;
  subject: string;
  /** Plain text; it is escaped. */
  paragraphs: readonly string[];
  /** The one thing to do, as a button and as an address that can be copied. */
  action?: EmailAction;
  /** Several things of which one is to be done, in the place of `action`. */
  choices?: readonly EmailAction[];
  /** What stands small below: why this came, and what to do if it should not have. */
  footnote?: string;
}

export interface RenderedEmail {
  /** The display name of the sender. */
  fromName: string;
  subject: string;
  html: string;
  text: string;
}

const DEFAULT_COLOR = '#1f5eff';
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

const buttonColor = (color: string | null): string =>
  color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color : DEFAULT_COLOR;

/** Black or white, whichever is easier to read on the color (relative luminance after WCAG, without its gamma). */
function textColorOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.6 ? '#000000' : '#ffffff';
}

/** Only web addresses become links or images: `javascript:` must not, whoever set it. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

function renderHeader({ name, logoUrl }: EmailBrand): string {
  const label = escapeHtml(name);
  if (logoUrl === null || !isWebAddress(logoUrl)) return `<strong style="font-size:20px">${label}</strong>`;
  return `<img src="${escapeHtml(logoUrl)}" alt="${label}" height="40" style="height:40px;border:0">`;
}

const actionsOf = ({ action, choices = [] }: EmailContent): readonly EmailAction[] =>
  action ? [action, ...choices] : choices;

function renderAction(action: EmailAction, color: string): string {
  if (!isWebAddress(action.url)) return '';
  const url = escapeHtml(action.url);
  return (
    `<p style="margin:24px 0"><a href="${url}" style="display:inline-block;padding:12px 24px;border-radius:6px;` +
    `background:${color};color:${textColorOn(color)};text-decoration:none;font-weight:600">${escapeHtml(action.label)}</a></p>` +
    `<p style="font-size:13px;color:#555555">Or copy this link into your browser: <br><a href="${url}" style="color:#555555;word-break:break-all">${url}</a></p>`
  );
}

function renderHtml(content: EmailContent): string {
  const { brand, subject, paragraphs, footnote } = content;
  const actions = actionsOf(content).map((action) => renderAction(action, buttonColor(brand.color)));
  const body = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('');
  const small =
    footnote === undefined ? '' : `<p style="font-size:13px;color:#555555;margin-top:32px">${escapeHtml(footnote)}</p>`;
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(subject)}</title></head><body style="margin:0;background:#f4f4f5">` +
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">` +
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:8px">` +
    `<tr><td style="padding:32px;${FONT};font-size:16px;line-height:1.5;color:#18181b">` +
    `<div style="margin-bottom:24px">${renderHeader(brand)}</div>${body}${actions.join('')}${small}` +
    `</td></tr></table></td></tr></table></body></html>`
  );
}

function renderText(content: EmailContent): string {
  const { paragraphs, footnote, brand } = content;
  const parts = [...paragraphs, ...actionsOf(content).map(({ label, url }) => `${label}:\n${url}`)];
  if (footnote !== undefined) parts.push(footnote);
  parts.push(`-- \n${brand.name}`);
  return `${parts.join('\n\n')}\n`;
}

/** On one line, and with the marks that keep names from becoming links. */
const inHeader = (text: string): string => text.split(WORD_JOINER).map(toVisibleName).join(WORD_JOINER);

/** A whole email in both forms, under the brand's name. */
export function renderEmail(content: EmailContent): RenderedEmail {
  return {
    // Headers: a line break in one would begin another.
    fromName: inHeader(content.brand.name),
    subject: inHeader(content.subject),
    html: renderHtml(content),
    text: renderText(content),
  };
}
