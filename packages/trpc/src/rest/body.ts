import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { AppError } from '@leadlock/core/errors';
import type { Operation } from './operations.ts';
import { readMultipart, type ReceivedUpload } from './multipart.ts';
import type { UploadSink } from './uploads.ts';

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

const NOTHING: ReadBody = { body: { kind: 'none' }, raw: null, uploads: [] };
const MAX_FORM_FIELDS = 1000;

export const tooLarge = (what: string, bytes: number): AppError =>
  new AppError('payload_too_large', `${what} is larger than ${bytes} bytes`);

const unsupported = (contentType: string): AppError =>
  new AppError('unsupported_media_type', `Unsupported content type ${contentType}`);

function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        req.removeAllListeners('data');
        reject(tooLarge('The request body', limit));
      } else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
    req.on('error', reject);
  });
}

/** Where the parser stumbled; it does not say so for short texts. */
function jsonErrorPosition(error: unknown, text: string): number {
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('Unexpected end')) return text.length;
  return Number(/position (\d+)/.exec(message)?.[1] ?? 0);
}

function parseJson(raw: Buffer): unknown {
  const text = raw.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('validation', 'JSON decode error', {
      cause,
      fields: [
        {
          type: 'json_invalid',
          loc: ['body', jsonErrorPosition(cause, text)],
          msg: 'JSON decode error',
          input: {},
          ctx: { error: 'The body is not valid JSON' },
        },
      ],
    });
  }
}

const isJson = (type: string): boolean =>
  type === '' || type === 'application/json' || /^application\/.+\+json$/.test(type);

function parseBytes(raw: Buffer, type: string, operation: Operation): Body {
  if (raw.length === 0 || operation.body === 'raw') return { kind: 'none' };
  if (type === 'application/x-www-form-urlencoded') {
    return { kind: 'form', value: parseQuery(raw.toString('utf8'), '&', '=', { maxKeys: MAX_FORM_FIELDS }) };
  }
  if (isJson(type)) return { kind: 'json', value: parseJson(raw) };
  throw unsupported(type);
}

/** Reads an operation's request body in the format its content type names. */
export async function readBody(
  req: IncomingMessage,
  operation: Operation,
  limits: BodyLimits,
  sink: UploadSink,
): Promise<ReadBody> {
  if (operation.body === null) return NOTHING;
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw unsupported(`with encoding ${encoding}`);
  const [type = ''] = (req.headers['content-type'] ?? '').split(';', 1);
  const mediaType = type.trim().toLowerCase();
  const maxBodyBytes = operation.rest.maxBodyBytes ?? limits.maxBodyBytes;
  if (mediaType === 'multipart/form-data') {
    if (operation.body !== 'multipart') throw unsupported(mediaType);
    const maxFileBytes = operation.rest.maxFileBytes ?? limits.maxFileBytes;
    return readMultipart(req, operation, { maxBodyBytes, maxFileBytes }, sink);
  }
  const length = Number(req.headers['content-length'] ?? -1);
  if (length === 0) return NOTHING;
  if (length > maxBodyBytes) throw tooLarge('The request body', maxBodyBytes);
  const raw = await readBytes(req, maxBodyBytes);
  return { body: parseBytes(raw, mediaType, operation), raw, uploads: [] };
}
