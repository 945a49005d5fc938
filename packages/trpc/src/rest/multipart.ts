import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { AppError } from '@leadlock/core/errors';
import busboy from 'busboy';
import { shownText } from '../validation/secret-fields.ts';
import { notInCharset } from './charset.ts';
import { letContinue } from './expected-continue.ts';
import type { Operation } from './operations.ts';
import { tooLarge } from './read-bytes.ts';
import type { BodyLimits, ReadBody } from './received-body.ts';
import type { ReceivedUpload, UploadSink } from './uploads.ts';

const MAX_FIELDS = 200;
/** Boundaries and the headers of parts, beside what is in the parts. */
const MAX_OVERHEAD_BYTES = 200_000;
/** What the parser writes for bytes that are no text. */
const UNREADABLE = '\ufffd';

/** A field sent again becomes a list, as in a form. */
function append(fields: Record<string, unknown>, name: string, value: unknown): void {
  const before = fields[name];
  if (before === undefined) fields[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else fields[name] = [before, value];
}

const malformed = (cause: unknown): AppError =>
  new AppError('bad_request', 'There was an error parsing the body', { cause });

const tooManyParts = (): AppError => new AppError('payload_too_large', 'The body has too many parts');

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
        parts: MAX_FIELDS + maxFiles,
      },
    });
  } catch (cause) {
    throw malformed(cause);
  }
}

/** A field's text, which the parser leaves out for a charset that it does not know. */
function readText(name: string, value: string | undefined): string {
  const loc = ['body', shownText(name)];
  if (value === undefined) throw new AppError('unsupported_media_type', `Unsupported charset in ${loc.join('.')}`);
  if (value.includes(UNREADABLE) || name.includes(UNREADABLE)) throw notInCharset(loc, 'UTF-8');
  return value;
}

/** Takes what one multipart body holds, as the parser finds it. What is refused ends the request, and is heard of once. */
class Parts {
  readonly fields: Record<string, unknown> = Object.create(null);
  readonly receiving: Promise<ReceivedUpload>[] = [];
  readonly #operation: Operation;
  readonly #limits: BodyLimits;
  readonly #sink: UploadSink;
  #fieldBytes = 0;

  constructor(operation: Operation, limits: BodyLimits, sink: UploadSink) {
    this.#operation = operation;
    this.#limits = limits;
    this.#sink = sink;
  }

  takeField(name: string | undefined, value: string | undefined): void {
    if (name === undefined) return;
    const text = readText(name, value);
    this.#fieldBytes += Buffer.byteLength(text);
    if (this.#fieldBytes > this.#limits.maxBodyBytes) {
      throw tooLarge('The body without files', this.#limits.maxBodyBytes);
    }
    append(this.fields, name, text);
  }

  takeFile(field: string | undefined, bytes: Readable, info: busboy.FileInfo, refuse: (error: unknown) => void): void {
    // Cut off in the middle it fails, also where nobody reads it.
    bytes.on('error', refuse);
    // A file input that the person left empty: no file, not an empty one. And nobody waits for files of other fields.
    if (field === undefined || !info.filename || !this.#operation.fileFields.has(field)) {
      bytes.resume();
      return;
    }
    const received = this.#sink.receive(bytes, { field, filename: info.filename, contentType: info.mimeType });
    this.receiving.push(received);
    bytes.once('limit', () => bytes.destroy(tooLarge('The file', this.#limits.maxFileBytes)));
    received.then((upload) => append(this.fields, field, upload), refuse);
  }

  async discard(): Promise<void> {
    const settled = await Promise.allSettled(this.receiving);
    const received = settled.filter((result) => result.status === 'fulfilled');
    await Promise.all(received.map((result) => result.value.discard()));
  }
}

/** Leads the request's bytes through the parser; resolves when all parts are there. */
function parse(req: IncomingMessage, parser: busboy.Busboy, parts: Parts, maxBytes: number): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const refuse = (error: unknown): void => reject(error instanceof AppError ? error : malformed(error));
    const guarded =
      <Args extends unknown[]>(take: (...args: Args) => void) =>
      (...args: Args): void => {
        try {
          take(...args);
        } catch (error) {
          refuse(error);
        }
      };
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) refuse(tooLarge('The request body', maxBytes));
    });
    parser.on(
      'field',
      guarded((name: string | undefined, value) => parts.takeField(name, value)),
    );
    parser.on(
      'file',
      guarded((name: string | undefined, bytes, info) => parts.takeFile(name, bytes, info, refuse)),
    );
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => refuse(tooManyParts()));
    }
    parser.once('close', () => {
      Promise.all(parts.receiving).then(() => resolve(), refuse);
    });
    // It may fail more than once.
    parser.on('error', refuse);
    req.once('error', reject);
    req.once('close', () => req.complete || refuse(new Error('The request ended early')));
    req.pipe(parser);
  });
}

/**
 * Reads a multipart body. Files go to the sink as they arrive, at the sink's pace; a file over the limit fails the
 * request at once, and what was received until then is discarded.
 */
export async function readMultipart(
  req: IncomingMessage,
  res: ServerResponse,
  operation: Operation,
  limits: BodyLimits,
  sink: UploadSink,
): Promise<ReadBody> {
  const maxBytes = limits.maxBodyBytes + operation.maxFiles * limits.maxFileBytes + MAX_OVERHEAD_BYTES;
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge('The request body', maxBytes);
  const parser = createParser(req, operation, limits);
  const parts = new Parts(operation, limits, sink);
  letContinue(req, res);
  try {
    await parse(req, parser, parts, maxBytes);
  } catch (error) {
    req.unpipe(parser);
    parser.destroy();
    await parts.discard();
    throw error;
  }
  return { body: { kind: 'form', value: parts.fields }, raw: null, uploads: await Promise.all(parts.receiving) };
}
