import type { Readable } from 'node:stream';
import { RestReply } from './reply.ts';

/** Bytes that can be opened anywhere: a recording, an export. */
export interface SeekableFile {
  /** Length in bytes. */
  size: number;
  contentType: string;
  /** Changes with the content. */
  etag?: string;
  headers?: Record<string, string>;
  /** Opens the bytes from `start` to `end`, both included. */
  open(start: number, end: number): Readable | Promise<Readable>;
}

const SINGLE_RANGE = /^bytes=(\d*)-(\d*)$/;

/** The bytes a `Range` header asks for: null for all of them, `unsatisfiable` when there are none such. */
export function parseRange(
  header: string | null,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = header === null ? null : SINGLE_RANGE.exec(header.trim());
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return null;
  return start < size && start <= end ? { start, end } : 'unsatisfiable';
}

/** Answers with a file, or with the part that the request's `Range` header asks for, so that players can seek. */
export async function fileReply(
  file: SeekableFile,
  request: { header(name: string): string | null },
): Promise<RestReply> {
  const { size, contentType, etag } = file;
  const headers: Record<string, string> = { 'accept-ranges': 'bytes', ...(etag ? { etag } : {}), ...file.headers };
  const condition = request.header('if-range');
  const range = condition !== null && condition !== etag ? null : parseRange(request.header('range'), size);
  if (range === 'unsatisfiable') {
    return new RestReply(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  if (size === 0) return new RestReply(Buffer.alloc(0), { contentType, headers });
  const { start, end } = range ?? { start: 0, end: size - 1 };
  headers['content-length'] = String(end - start + 1);
  if (range !== null) headers['content-range'] = `bytes ${start}-${end}/${size}`;
  return new RestReply(await file.open(start, end), { status: range === null ? 200 : 206, contentType, headers });
}
