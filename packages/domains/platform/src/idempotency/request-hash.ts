import { createHash } from 'node:crypto';

/** JSON whose objects have their fields in one order, so that equal inputs are equal texts. */
function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)))
        : item,
    ) ?? ''
  );
}

/** Tells requests apart: what is asked for, for whom, with what. */
export const requestHash = (operation: string, subAccountId: string | null, input: unknown): Buffer =>
  createHash('sha256')
    .update(canonicalJson([operation, subAccountId, input]))
    .digest();
