import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** A file as the client announced it. Neither name nor type has been checked against the bytes. */
export interface AnnouncedFile {
  field: string;
  filename: string;
  contentType: string;
}

/** A received file. It lives until the request is answered; keep a copy of what is to stay. */
export interface Upload {
  filename: string;
  contentType: string;
  /** Length in bytes. */
  size: number;
  open(): Readable;
}

/** An upload of the one who received it, who ends it. */
export type ReceivedUpload = Upload & { discard(): Promise<void> };

/** Where the bytes of uploads go while their request runs. */
export interface UploadSink {
  /** Takes one file's bytes as they come and resolves when it has them all. */
  receive(bytes: Readable, file: AnnouncedFile): Promise<ReceivedUpload>;
}

/** Whether an input field holds a received file. */
export const isUpload = (value: unknown): value is Upload =>
  typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';

/** The schema of a file field. */
export const uploadedFile = z
  .custom<Upload>(isUpload, 'Expected UploadFile')
  .meta({ override: { type: 'string', format: 'binary' } });

/** Keeps uploads as files in a directory, such as the system's temporary one. */
export function temporaryFiles(directory: string): UploadSink {
  return {
    async receive(bytes, { filename, contentType }) {
      const path = join(directory, `upload-${randomUUID()}`);
      const discard = () => rm(path, { force: true });
      const target = createWriteStream(path, { mode: 0o600 });
      try {
        await pipeline(bytes, target);
      } catch (error) {
        await discard();
        throw error;
      }
      return { filename, contentType, size: target.bytesWritten, open: () => createReadStream(path), discard };
    },
  };
}
