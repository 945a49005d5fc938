import { isStorableText } from '@leadlock/core/storable-text';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

type Path = (string | number)[];

interface Problem {
  path: Path;
  message: string;
}

const NUL = 'Input should not contain NUL characters';
const UNPAIRED = 'Input should be valid Unicode: it contains half of a surrogate pair';
const FORBIDDEN_NAME = 'Input should not have a field with this name';

const textProblem = (text: string): string => (text.includes('\0') ? NUL : UNPAIRED);

/** JSON's objects, and those of forms, which inherit from nothing. A file that was sent is looked at like one. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Names by which code that copies or merges objects would change what all objects inherit. */
function isPrototypeName(name: string, value: unknown): boolean {
  if (name === '__proto__') return true;
  return name === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}

function problemOfField(name: string, value: unknown): Problem | null {
  if (!isStorableText(name)) return { path: [name.toWellFormed()], message: textProblem(name) };
  if (isPrototypeName(name, value)) return { path: [name], message: FORBIDDEN_NAME };
  const inside = findProblem(value);
  if (inside === null) return null;
  inside.path.unshift(name);
  return inside;
}

/** The first thing in plain data that no operation takes, or null. It calls itself as deep as JSON may be nested. */
function findProblem(value: unknown): Problem | null {
  if (typeof value === 'string') return isStorableText(value) ? null : { path: [], message: textProblem(value) };
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const inside = findProblem(item);
      if (inside === null) continue;
      inside.path.unshift(index);
      return inside;
    }
    return null;
  }
  if (!isPlain(value)) return null;
  for (const [name, item] of Object.entries(value)) {
    const problem = problemOfField(name, item);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * Refuses input that no operation takes, with its field, before anything is done or written for it: text that the
 * database cannot hold, and names that would reach into the prototype of objects.
 */
export function refuseUnacceptable(input: unknown): void {
  const problem = findProblem(input);
  if (problem === null) return;
  const cause = new z.core.$ZodRealError([{ code: 'custom', ...problem, input: undefined }]);
  throw new TRPCError({ code: 'BAD_REQUEST', cause });
}
