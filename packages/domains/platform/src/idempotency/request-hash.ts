import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { isUpload, type Upload } from '@leadlock/trpc/rest/uploads';

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

/** A file as what it holds and is called; where it lies is different each time. */
async function describeUpload(upload: Upload): Promise<object> {
  const hash = createHash('sha256');
  await pipeline(upload.open(), hash);
  const { filename, contentType } = upload;
  return { filename, contentType, sha256: hash.digest('hex') };
}

async function describeFiles(value: unknown): Promise<unknown> {
  if (isUpload(value)) return describeUpload(value);
  return Array.isArray(value) ? Promise.all(value.map(describeFiles)) : value;
}

/** The fields of an input, with the files among them described. */
async function describeInput(input: unknown): Promise<unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const fields = Object.entries(input).map(async ([name, value]) => [name, await describeFiles(value)] as const);
  return Object.fromEntries(await Promise.all(fields));
}

/** Tells requests apart: what is asked for, for whom, with what. */
export async function requestHash(operation: string, subAccountId: string | null, input: unknown): Promise<Buffer> {
  return createHash('sha256')
    .update(canonicalJson([operation, subAccountId, await describeInput(input)]))
    .digest();
}
