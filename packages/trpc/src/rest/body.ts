import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@leadlock/core/errors';
import { limitJson } from '../validation/json-limits.ts';
import { declaredType, decodeText, type DeclaredType } from './charset.ts';
import { letContinue } from './expected-continue.ts';
import { parseForm } from './form.ts';
import { readMultipart } from './multipart.ts';
import type { Operation } from './operations.ts';
import { readBytes } from './read-bytes.ts';
import type { Body, BodyLimits, ReadBody } from './received-body.ts';
import type { UploadSink } from './uploads.ts';

const NOTHING: ReadBody = { body: { kind: 'none' }, raw: null, uploads: [] };

const unsupported = (contentType: string): AppError =>
  new AppError('unsupported_media_type', `Unsupported content type ${contentType.slice(0, 100)}`);

/** Where the parser stumbled; it does not say so for short texts. */
function jsonErrorPosition(error: unknown, text: string): number {
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('Unexpected end')) return text.length;
  return Number(/position (\d+)/.exec(message)?.[1] ?? 0);
}

function parseJson(text: string): unknown {
  limitJson(text, ['body']);
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
  type === '' || type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));

const isForm = (type: string): boolean => type === 'application/x-www-form-urlencoded';

/** Neither a length nor chunks were announced. */
const hasNoBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';

function parseBytes(raw: Buffer, { mediaType, charset }: DeclaredType, operation: Operation): Body {
  if (raw.length === 0 || operation.body === 'raw') return { kind: 'none' };
  if (isForm(mediaType)) return { kind: 'form', value: parseForm(raw, charset) };
  return { kind: 'json', value: parseJson(decodeText(raw, charset, ['body'])) };
}

/** A body that is in one piece, as it was sent: no operation takes compressed ones. */
export function refuseEncodings(req: IncomingMessage): void {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw unsupported(`with encoding ${encoding}`);
}

/** Reads an operation's request body in the format its content type names. */
export async function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  operation: Operation,
  limits: BodyLimits,
  sink: UploadSink,
): Promise<ReadBody> {
  if (operation.body === null) return NOTHING;
  refuseEncodings(req);
  const type = declaredType(req.headers['content-type']);
  const maxBodyBytes = operation.rest.maxBodyBytes ?? limits.maxBodyBytes;
  if (type.mediaType === 'multipart/form-data') {
    if (operation.body !== 'multipart') throw unsupported(type.mediaType);
    const maxFileBytes = operation.rest.maxFileBytes ?? limits.maxFileBytes;
    return readMultipart(req, res, operation, { maxBodyBytes, maxFileBytes }, sink);
  }
  if (hasNoBody(req)) return NOTHING;
  if (operation.body !== 'raw' && !isForm(type.mediaType) && !isJson(type.mediaType)) throw unsupported(type.mediaType);
  letContinue(req, res);
  const raw = await readBytes(req, maxBodyBytes);
  return { body: parseBytes(raw, type, operation), raw, uploads: [] };
}
