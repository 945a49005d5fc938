import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import { AwsV4Signer } from 'aws4fetch';
import { request, type Dispatcher } from 'undici';
import { ProviderError, type FileStorage } from '../contracts/index.ts';
import { requireFileKey } from './file-key.ts';

export interface S3Options {
  /** `s3://bucket`, or `s3://bucket?region=eu-central-1`; the region is us-east-1 unless it is given. */
  url: string;
  /** Of a compatible store: `https://minio.example.com`. Absent: Amazon's in that region. */
  endpoint?: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const TIMEOUT_MS = 60_000;
const NOT_FOUND = 404;

interface Bucket {
  /** With the bucket and without a slash at the end. */
  address: string;
  region: string;
}

function locateBucket({ url, endpoint }: S3Options): Bucket {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 's3:' || parsed.host === '') throw new Error('STORAGE_URL must look like s3://bucket');
  const region = parsed.searchParams.get('region') ?? 'us-east-1';
  const server = withoutTrailingSlash(endpoint ?? `https://s3.${region}.amazonaws.com`);
  return { address: `${server}/${parsed.host}`, region };
}

/** S3 wants to know the length before the first byte, and a stream's is known when it has ended. */
async function withKnownLength<Result>(
  body: Readable,
  send: (body: Readable, length: number) => Promise<Result>,
): Promise<Result> {
  const path = join(tmpdir(), `s3-${randomUUID()}`);
  try {
    const target = createWriteStream(path, { mode: 0o600 });
    await pipeline(body, target);
    return await send(createReadStream(path), target.bytesWritten);
  } finally {
    await rm(path, { force: true });
  }
}

/** Files in one bucket of Amazon S3 or a store that speaks its protocol, addressed by path. */
export function createS3Storage(options: S3Options): FileStorage {
  const { address, region } = locateBucket(options);
  const { accessKeyId, secretAccessKey } = options;

  async function call(
    method: 'GET' | 'PUT' | 'DELETE',
    key: string,
    headers: Record<string, string> = {},
    body?: Readable | Uint8Array,
  ): Promise<Dispatcher.ResponseData> {
    requireFileKey(key);
    const signer = new AwsV4Signer({
      method,
      url: `${address}/${key}`,
      // The connection protects the bytes; hashing them first would mean to read them twice.
      headers: { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      accessKeyId,
      secretAccessKey,
      service: 's3',
      region,
    });
    const signed = await signer.sign();
    let response: Dispatcher.ResponseData;
    try {
      response = await request(signed.url, {
        method,
        headers: Object.fromEntries(signed.headers),
        body,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
      });
    } catch (cause) {
      throw new ProviderError('Couldn’t connect to the file store', { provider: 's3', cause });
    }
    const { statusCode: status } = response;
    if (status < 300 || (status === NOT_FOUND && method !== 'PUT')) return response;
    const text = await response.body.text();
    throw new ProviderError(`The file store returned status ${status}`, {
      provider: 's3',
      status,
      code: /<Code>(\w+)<\/Code>/.exec(text)?.[1],
    });
  }

  const upload = async (key: string, body: Readable | Uint8Array, length: number, type: string): Promise<void> => {
    const response = await call('PUT', key, { 'content-type': type, 'content-length': String(length) }, body);
    await response.body.dump();
  };

  return {
    async put(key, body, { contentType }) {
      if (body instanceof Readable) {
        await withKnownLength(body, (stream, length) => upload(key, stream, length, contentType));
      } else await upload(key, body, body.byteLength, contentType);
    },
    async open(key) {
      const { statusCode, headers, body } = await call('GET', key);
      if (statusCode === NOT_FOUND) {
        await body.dump();
        return null;
      }
      const contentType = headers['content-type'];
      return {
        body,
        contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
        size: Number(headers['content-length']),
      };
    },
    async delete(key) {
      const response = await call('DELETE', key);
      await response.body.dump();
    },
  };
}
