import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProviderError, type FileStorage, type StoredFile } from '../contracts/index.ts';
import { requireFileKey } from './file-key.ts';

const MAX_TYPE_BYTES = 256;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const failed = (cause: unknown): ProviderError =>
  new ProviderError('The disk failed to store or return a file', { provider: 'disk', cause });

/** The content type and where the bytes begin. */
async function readHeader(file: FileHandle): Promise<{ contentType: string; length: number }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_TYPE_BYTES), 0, MAX_TYPE_BYTES, 0);
  const end = buffer.subarray(0, bytesRead).indexOf('\n');
  if (end < 0) throw new Error('A stored file has no content type');
  return { contentType: buffer.toString('utf8', 0, end), length: end + 1 };
}

/** Writes what comes after the content type. A reader sees the old file or the whole new one. */
async function writeAtomically(path: string, contentType: string, body: Readable): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}`);
  await mkdir(dirname(path), { recursive: true });
  try {
    const target = createWriteStream(temporary, { mode: 0o600, flush: true });
    target.write(`${contentType}\n`);
    await pipeline(body, target);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Files below a directory. The first line of each is its content type, the rest its bytes, so that the two are written
 * at once and cannot disagree.
 */
export function createDiskStorage(directory: string): FileStorage {
  const pathOf = (key: string): string => {
    requireFileKey(key);
    return join(directory, key);
  };
  return {
    async put(key, body, { contentType }) {
      const path = pathOf(key);
      if (contentType.includes('\n') || Buffer.byteLength(contentType) >= MAX_TYPE_BYTES) {
        throw new Error('Invalid content type');
      }
      try {
        await writeAtomically(path, contentType, body instanceof Readable ? body : Readable.from([body]));
      } catch (error) {
        throw failed(error);
      }
    },

    async open(key): Promise<StoredFile | null> {
      const path = pathOf(key);
      let file: FileHandle | undefined;
      try {
        file = await open(path);
        const { contentType, length } = await readHeader(file);
        const { size } = await file.stat();
        return { body: file.createReadStream({ start: length }), contentType, size: size - length };
      } catch (error) {
        await file?.close();
        if (isMissing(error)) return null;
        throw failed(error);
      }
    },

    async delete(key) {
      const path = pathOf(key);
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw failed(error);
      }
    },
  };
}
