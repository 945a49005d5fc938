import type { Readable } from 'node:stream';

export interface StoredFile {
  body: Readable;
  contentType: string;
  /** Bytes. */
  size: number;
}

/** Files under keys such as `branding/<tenant id>/logo.png`, on disk or in an S3-compatible store. Throws ProviderError. */
export interface FileStorage {
  put(key: string, body: Readable | Uint8Array, options: { contentType: string }): Promise<void>;
  /** Null when there is no such file. */
  open(key: string): Promise<StoredFile | null>;
  delete(key: string): Promise<void>;
}
