import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new row id: UUID version 7, so that ids sort by time and index pages fill in order. */
export const newId = (): string => v7();

/** The least id that can be made at that time: all that `newId` makes then or later are greater. */
export function firstIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/**
 * The id of what there is once for another row: the same each time, so that a primary key keeps it single. It sorts behind
 * the other id by `place` ms.
 */
export function idFrom(id: string, purpose: string, place: number): string {
  const hash = createHash('sha256').update(`${id} ${purpose}`).digest('hex');
  const [time = ''] = firstIdAt(new Date(timeOfId(id).getTime() + place)).split('-7000');
  return `${time}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

/** When an id of `newId` was made, to the millisecond. Any other id is of no time that says anything. */
export const timeOfId = (id: string): Date => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));

/** A random secret of `bytes` bytes in base64url, for tokens that are stored only as a hash. */
export const newToken = (bytes = 32): string => randomBytes(bytes).toString('base64url');
