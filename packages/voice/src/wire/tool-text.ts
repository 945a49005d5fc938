import { isStorableText, toStorableText } from '@leadlock/core/storable-text';

/** More than any tool can use or a model can take in, and little enough to be kept with the call. */
const MAX_ARGUMENTS_LENGTH = 32 * 1024;
const MAX_OUTPUT_LENGTH = 128 * 1024;
const MAX_DEPTH = 32;

/**
 * A tool's arguments as the model wrote them, fit to be stored: JSON escapes can hide what the text itself must not
 * hold. Null when they are too long or nested too deeply to be used; what is not JSON stays text.
 */
export const cleanArguments = (text: string): string | null => cleanJson(text, MAX_ARGUMENTS_LENGTH);

/** Arguments that came as an object, as text. What is nested so deeply that it cannot be written is text that is refused. */
export function writtenArguments(args: unknown): string {
  try {
    return JSON.stringify(args ?? {});
  } catch {
    return '['.repeat(MAX_DEPTH + 1);
  }
}

/** What the model is told when it wrote such arguments. */
export const UNUSABLE_ARGUMENTS: string = JSON.stringify({
  error: 'The arguments are too long or nested too deeply. Nothing was done.',
});

/** A tool's result, likewise. */
export const cleanOutput = (text: string): string => cleanJson(text, MAX_OUTPUT_LENGTH) ?? UNUSABLE_OUTPUT;

const UNUSABLE_OUTPUT = JSON.stringify({ error: 'The tool was run, but its result is too large to be read.' });

function cleanJson(text: string, maxLength: number): string | null {
  if (text.length > maxLength || depthOf(text) > MAX_DEPTH) return null;
  const clean = toStorableText(text);
  if (!clean.includes('\\u')) return clean;
  try {
    return JSON.stringify(JSON.parse(clean), (_, value: unknown) => cleanValue(value));
  } catch {
    return clean;
  }
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (Object.keys(value).every(isStorableText)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [toStorableText(key), entry as unknown]));
}

/** The deepest nesting of brackets outside strings; an upper bound for text that is not JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}
