import type { core } from 'zod';

const FORMATS: Partial<Record<string, string>> = {
  email: 'Enter a valid email address.',
  url: 'Enter a valid URL.',
};
const NEEDED = 'This field is required.';

/** What zod says for programmers, said for whoever fills in a form. Schemas' own messages come before these. */
export function fieldMessage(issue: core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? NEEDED : undefined;
    case 'invalid_format':
      return issue.input === '' ? NEEDED : FORMATS[issue.format];
    case 'too_small':
      if (issue.origin === 'string') {
        return issue.input === '' || issue.minimum === 1 ? NEEDED : `At least ${issue.minimum} characters.`;
      }
      return isNumber(issue.origin) ? `At least ${issue.minimum}.` : undefined;
    case 'too_big':
      if (issue.origin === 'string') return `At most ${issue.maximum} characters.`;
      return isNumber(issue.origin) ? `At most ${issue.maximum}.` : undefined;
    default:
      return undefined;
  }
}

const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int';
