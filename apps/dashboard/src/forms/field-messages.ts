import type { core } from 'zod';

const FORMATS: Partial<Record<string, string>> = {
  email: 'This is not an e-mail address',
  url: 'This is not a web address',
};

/** What stands at a field, in the words of people; undefined leaves it to the schema's author or to zod. */
export function fieldMessage(issue: core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'Fill this in' : undefined;
    case 'invalid_format':
      return issue.input === '' ? 'Fill this in' : FORMATS[issue.format];
    case 'too_small':
      if (issue.origin !== 'string') return undefined;
      return issue.input === '' || issue.minimum === 1 ? 'Fill this in' : `At least ${issue.minimum} characters`;
    case 'too_big':
      return issue.origin === 'string' ? `At most ${issue.maximum} characters` : undefined;
    default:
      return undefined;
  }
}
