import type { PromptMark } from '../../../components/ui/prompt-marks.ts';
import { findPlaceholders } from '../placeholders.ts';

/** "{{first_name}}" */
const VARIABLE = /\{\{([^{}\n]*)\}\}/g;

/** Marks a prompt's variables, those that nothing fills in, and the blanks that a template left. */
export const promptMarks =
  (known: ReadonlySet<string>) =>
  (text: string): PromptMark[] => [
    ...[...text.matchAll(VARIABLE)].map(({ 0: whole, 1: inside = '', index }): PromptMark => {
      const name = inside.trim();
      const place = { from: index, to: index + whole.length };
      return known.has(name)
        ? { ...place, kind: 'variable', title: 'Filled in on every call' }
        : { ...place, kind: 'problem', title: `No variable is called “${name}”` };
    }),
    ...findPlaceholders(text).map(({ text: whole, index }): PromptMark => {
      return { from: index, to: index + whole.length, kind: 'problem', title: 'Fill in this blank' };
    }),
  ];
