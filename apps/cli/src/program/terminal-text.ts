import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Text in a style, or as it is where stdout is no terminal or NO_COLOR is set. */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

/** The same for what goes to stderr. */
export const styledNote = (style: Style, text: string): string => styleText(style, text, { stream: process.stderr });

const CONTROL = /[\p{Cc}--[\n\t]]/gv;

/**
 * Text from outside, safe to print: names and transcripts are written by strangers, and a terminal obeys the control
 * characters in them.
 */
export const printable = (text: string): string => text.replace(CONTROL, '\u{FFFD}');
