import { PRODUCT_COLOR, type EmailBrand } from './brand.ts';
import type { EmailAction, EmailContent, EmailSection } from './email-content.ts';
import { escapeHtml } from './escape-html.ts';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const SMALL = 'font-size:13px;color:#52606a';
const MUTED = `class="muted" style="${SMALL}"`;

/** For programs that ask for it; what stands in the tags is for the others. */
const STYLES =
  '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><style>' +
  ':root{color-scheme:light dark}' +
  '@media (max-width:480px){.card{padding:24px 20px!important}}' +
  '@media (prefers-color-scheme:dark){.page{background:#101517!important}.card{background:#182023!important;' +
  'color:#e8edee!important}.muted,.muted a{color:#a7b4b8!important}.rule{border-color:#313c40!important}}' +
  '</style>';

const buttonColor = (color: string | null): string =>
  color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color : PRODUCT_COLOR;

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

function renderAction(action: EmailAction, color: string): string {
  if (!isWebAddress(action.url)) return '';
  const url = escapeHtml(action.url);
  return (
    `<p style="margin:24px 0"><a href="${url}" style="display:inline-block;padding:12px 24px;border-radius:6px;` +
    `background:${color};color:${textColorOn(color)};text-decoration:none;font-weight:600">${escapeHtml(action.label)}</a></p>` +
    `<p ${MUTED}>Or copy this link into your browser: <br><a href="${url}" style="color:#52606a;word-break:break-all">${url}</a></p>`
  );
}

function renderSection({ title, facts, text, lines = [], link }: EmailSection): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><td ${MUTED.replace(SMALL, `${SMALL};padding:2px 16px 2px 0;vertical-align:top;white-space:nowrap`)}>` +
      `${escapeHtml(label)}</td><td style="font-size:14px;padding:2px 0">${escapeHtml(value)}</td></tr>`,
  );
  const said = lines.map(
    ({ speaker, text: words }) =>
      `<p style="margin:6px 0;font-size:14px"><span ${MUTED}>${escapeHtml(speaker)}</span><br>${escapeHtml(words)}</p>`,
  );
  const more =
    link && isWebAddress(link.url)
      ? `<p style="margin:12px 0 0;font-size:14px"><a href="${escapeHtml(link.url)}" style="color:inherit;font-weight:600">${escapeHtml(link.label)}</a></p>`
      : '';
  return (
    `<div class="rule" style="border-top:1px solid #dfe5e7;margin-top:20px;padding-top:16px">` +
    `<p style="margin:0 0 8px;font-weight:600">${escapeHtml(title)}</p>` +
    (rows.length > 0 ? `<table role="presentation" cellpadding="0" cellspacing="0">${rows.join('')}</table>` : '') +
    (text === undefined ? '' : `<p style="margin:12px 0 0;font-size:14px">${escapeHtml(text)}</p>`) +
    (said.length > 0 ? `<div style="margin-top:12px">${said.join('')}</div>` : '') +
    `${more}</div>`
  );
}

function renderFootnotes({ footnote, footnoteLink }: EmailContent): string {
  const lines = [
    ...(footnote === undefined ? [] : [escapeHtml(footnote)]),
    ...(footnoteLink === undefined || !isWebAddress(footnoteLink.url)
      ? []
      : [`<a href="${escapeHtml(footnoteLink.url)}" style="color:#52606a">${escapeHtml(footnoteLink.label)}</a>`]),
  ];
  if (lines.length === 0) return '';
  return `<div style="margin-top:32px">${lines.map((line) => `<p ${MUTED}>${line}</p>`).join('')}</div>`;
}

/** The email as HTML: one card, tables for programs that know no more, everything escaped. */
export function renderHtml(content: EmailContent, actions: readonly EmailAction[]): string {
  const { brand, subject, paragraphs, sections = [] } = content;
  const buttons = actions.map((action) => renderAction(action, buttonColor(brand.color)));
  const body = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('');
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `${STYLES}<title>${escapeHtml(subject)}</title></head><body class="page" style="margin:0;background:#f4f6f7">` +
    `<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f6f7"><tr><td align="center" style="padding:32px 16px">` +
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">` +
    `<tr><td class="card" style="padding:32px;border-radius:8px;background:#ffffff;${FONT};font-size:16px;line-height:1.5;color:#172125">` +
    `<div style="margin-bottom:24px">${renderHeader(brand)}</div>${body}${sections.map(renderSection).join('')}${buttons.join('')}${renderFootnotes(content)}` +
    `</td></tr></table></td></tr></table></body></html>`
  );
}
