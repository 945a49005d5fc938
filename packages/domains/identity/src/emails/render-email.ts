import { toVisibleName } from '@leadlock/core/display-name';
import type { EmailAction, EmailContent, EmailSection } from './email-content.ts';
import { WORD_JOINER } from './name-in-email.ts';
import { renderHtml } from './render-html.ts';

export interface RenderedEmail {
  /** The display name of the sender. */
  fromName: string;
  subject: string;
  html: string;
  text: string;
}

const actionsOf = ({ action, choices = [] }: EmailContent): readonly EmailAction[] =>
  action ? [action, ...choices] : choices;

function sectionText({ title, facts, text, lines = [], link }: EmailSection): string {
  const parts = [
    [title, ...facts.map(({ label, value }) => `${label}: ${value}`)].join('\n'),
    ...(text === undefined ? [] : [text]),
    ...(lines.length === 0 ? [] : [lines.map(({ speaker, text: words }) => `${speaker}: ${words}`).join('\n')]),
    ...(link === undefined ? [] : [`${link.label}: ${link.url}`]),
  ];
  return parts.join('\n\n');
}

function renderText(content: EmailContent): string {
  const { paragraphs, sections = [], footnote, footnoteLink, brand } = content;
  const parts = [
    ...paragraphs,
    ...sections.map(sectionText),
    ...actionsOf(content).map(({ label, url }) => `${label}:\n${url}`),
  ];
  if (footnote !== undefined) parts.push(footnote);
  if (footnoteLink !== undefined) parts.push(`${footnoteLink.label}: ${footnoteLink.url}`);
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
    html: renderHtml(content, actionsOf(content)),
    text: renderText(content),
  };
}
