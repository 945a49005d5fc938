import type { ReceivedUpload } from './uploads.ts';

/** A body as it came. */
export type Body =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  /** Fields of a form or of a multipart body: text, or files. */
  | { kind: 'form'; value: Record<string, unknown> };

export interface ReadBody {
  body: Body;
  /** The bytes; null for multipart, which is not kept. */
  raw: Buffer | null;
  uploads: ReceivedUpload[];
}

export interface BodyLimits {
  maxBodyBytes: number;
  maxFileBytes: number;
}
