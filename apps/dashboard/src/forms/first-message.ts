/** What is objected to in a field, or to the first thing within it that has an objection, as lists and records have them. */
export function firstMessage(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  return messageOf(error) ?? Object.values(error).map(messageOf).find(Boolean);
}

const messageOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
    ? error.message
    : undefined;
