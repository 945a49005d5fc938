import type { IncomingMessage } from 'node:http';
import { AppError } from '@leadlock/core/errors';
import busboy from 'busboy';
import { tooLarge, type BodyLimits, type ReadBody } from './body.ts';
import type { Operation } from './operations.ts';
import type { Upload, UploadSink } from './uploads.ts';

export type ReceivedUpload = Upload & { discard(): Promise<void> };

const MAX_FIELDS = 200;

/** A field sent again becomes a list, as in a form. */
function append(fields: Record<string, unknown>, name: string, value: unknown): void {
  const before = fields[name];
  if (before === undefined) fields[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else fields[name] = [before, value];
}

const malformed = (cause: unknown): AppError =>
  new AppError('bad_request', 'There was an error parsing the body', { cause });

function createParser(req: IncomingMessage, { maxFiles }: Operation, limits: BodyLimits): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: {
        // The parser takes what is as large as these for cut off.
        fileSize: limits.maxFileBytes + 1,
        files: maxFiles,
        fields: MAX_FIELDS,
        fieldSize: limits.maxBodyBytes + 1,
      },
    });
  } catch (cause) {
    throw malformed(cause);
  }
}

/**
 * Reads a multipart body. Files go to the sink as they arrive, at the sink's pace; a file over the limit fails the
 * request at once, and what was received until then is discarded.
 */
export async function readMultipart(
  req: IncomingMessage,
  operation: Operation,
  limits: BodyLimits,
  sink: UploadSink,
): Promise<ReadBody> {
  const parser = createParser(req, operation, limits);
  let fieldBytes = 0;
  const fields: Record<string, unknown> = Object.create(null);
  const receiving: Promise<ReceivedUpload>[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on('field', (name, value) => {
        fieldBytes += Buffer.byteLength(value);
        if (fieldBytes > limits.maxBodyBytes) {
          reject(tooLarge('The body without its files', limits.maxBodyBytes));
        } else append(fields, name, value);
      });
      parser.on('file', (field, bytes, info) => {
        // A file input that the person left empty: no file, not an empty one. And nobody waits for files of other fields.
        if (!info.filename || !operation.fileFields.has(field)) {
          bytes.resume();
          return;
        }
        const file = { field, filename: info.filename, contentType: info.mimeType };
        const received = sink.receive(bytes, file);
        receiving.push(received);
        bytes.once('limit', () => bytes.destroy(tooLarge('The file', limits.maxFileBytes)));
        received.then((upload) => append(fields, field, upload), reject);
      });
      for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
        parser.once(limit, () => reject(new AppError('payload_too_large', 'The body has too many parts')));
      }
      parser.once('close', () => void Promise.all(receiving).then(() => resolve(), reject));
      parser.once('error', (cause) => reject(malformed(cause)));
      req.once('error', reject);
      req.pipe(parser);
    });
  } catch (error) {
    req.unpipe(parser);
    parser.destroy();
    const settled = await Promise.allSettled(receiving);
    const received = settled.filter((result) => result.status === 'fulfilled');
    await Promise.all(received.map((result) => result.value.discard()));
    throw error;
  }
  return { body: { kind: 'form', value: fields }, raw: null, uploads: await Promise.all(receiving) };
}
