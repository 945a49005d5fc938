import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileStorage } from '@leadlock/providers/contracts';

/** Files that are gone with the test. */
export function createMemoryStorage(): FileStorage {
  const files = new Map<string, { bytes: Buffer; contentType: string }>();
  return {
    async put(key, body, { contentType }) {
      files.set(key, { bytes: body instanceof Readable ? await buffer(body) : Buffer.from(body), contentType });
    },
    async open(key) {
      const file = files.get(key);
      if (!file) return null;
      return { body: Readable.from([file.bytes]), contentType: file.contentType, size: file.bytes.byteLength };
    },
    async delete(key) {
      files.delete(key);
    },
  };
}
