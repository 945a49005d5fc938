import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ProviderError, type FileStorage } from '../contracts/index.ts';
import { createDiskStorage, createS3Storage } from './index.ts';

const SECRET = 'secret-of-the-store';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The signature that the request must carry, worked out from Amazon's description of version 4. */
function expectedSignature(req: IncomingMessage, scope: string, signedHeaders: string): string {
  const [date = '', region = '', service = ''] = scope.split('/');
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(req.headers[name])}\n`);
  const payload = String(req.headers['x-amz-content-sha256']);
  const canonical = [req.method, req.url, '', headers.join(''), signedHeaders, payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', req.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${SECRET}`, date));
  return hmac(key, text).toString('hex');
}

function isSigned(req: IncomingMessage): boolean {
  const pattern = /^AWS4-HMAC-SHA256 Credential=access\/(.+), SignedHeaders=(.+), Signature=(\w+)$/;
  const [, scope = '', signedHeaders = '', signature] = pattern.exec(req.headers.authorization ?? '') ?? [];
  return scope.split('/')[1] === 'eu-central-1' && signature === expectedSignature(req, scope, signedHeaders);
}

/** A store that speaks as much of S3 as objects need, and refuses what is not signed or has no length. */
function createStore(): Server {
  const objects = new Map<string, { bytes: Buffer; type: string }>();
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const bytes = await buffer(req);
    const key = req.url ?? '';
    if (!isSigned(req)) {
      res.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    } else if (req.method === 'PUT') {
      if (req.headers['content-length'] !== String(bytes.length)) {
        res.writeHead(411).end('<Error><Code>MissingContentLength</Code></Error>');
        return;
      }
      objects.set(key, { bytes, type: req.headers['content-type'] ?? '' });
      res.writeHead(200).end();
    } else if (req.method === 'DELETE') {
      objects.delete(key);
      res.writeHead(204).end();
    } else {
      const found = objects.get(key);
      if (found) res.writeHead(200, { 'content-type': found.type, 'content-length': found.bytes.length });
      else res.writeHead(404);
      res.end(found?.bytes ?? '<Error><Code>NoSuchKey</Code></Error>');
    }
  }
  return createServer((req, res) => void answer(req, res));
}

const store = createStore();
let directory: string;
let endpoint: string;
beforeAll(async () => {
  store.listen(0, '127.0.0.1');
  await once(store, 'listening');
  endpoint = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
});
afterAll(() => store.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'storage-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const openS3 = (secretAccessKey = SECRET): FileStorage =>
  createS3Storage({ url: 's3://bucket?region=eu-central-1', endpoint, accessKeyId: 'access', secretAccessKey });

const text = async (storage: FileStorage, key: string): Promise<string | null> => {
  const file = await storage.open(key);
  return file && (await buffer(file.body)).toString();
};

describe.each([
  ['disk', () => createDiskStorage(directory)],
  ['S3', () => openS3()],
])('files on %s', (_name, create) => {
  test('come back as they were put, and are gone when they are deleted', async () => {
    const storage = create();
    await storage.put('branding/one/logo.svg', Buffer.from('first\nsecond'), { contentType: 'image/svg+xml' });
    const file = await storage.open('branding/one/logo.svg');
    expect(file).toMatchObject({ contentType: 'image/svg+xml', size: 12 });
    expect(file && (await buffer(file.body)).toString()).toBe('first\nsecond');
    await storage.put('branding/one/logo.svg', Buffer.from('third'), { contentType: 'image/svg+xml' });
    expect(await text(storage, 'branding/one/logo.svg')).toBe('third');
    await storage.delete('branding/one/logo.svg');
    expect(await storage.open('branding/one/logo.svg')).toBeNull();
    await storage.delete('branding/one/logo.svg');
  });

  test('may be streams of a length that nobody knows', async () => {
    const storage = create();
    const chunks = Array.from({ length: 64 }, (_, index) => Buffer.alloc(40_000, index));
    await storage.put('issues/one/shot.png', Readable.from(chunks), { contentType: 'image/png' });
    const file = await storage.open('issues/one/shot.png');
    if (!file) throw new Error('The file is missing');
    expect(file.size).toBe(64 * 40_000);
    expect((await buffer(file.body)).equals(Buffer.concat(chunks))).toBe(true);
  });

  test('a body that breaks off leaves the old file', async () => {
    const storage = create();
    await storage.put('a/b/c', Buffer.from('old'), { contentType: 'text/plain' });
    async function* broken() {
      yield Buffer.from('half of the new');
      throw new Error('the client went away');
    }
    await expect(storage.put('a/b/c', Readable.from(broken()), { contentType: 'text/plain' })).rejects.toBeInstanceOf(
      Error,
    );
    expect(await text(storage, 'a/b/c')).toBe('old');
  });

  test.each(['../secret', 'a/../../b', '/etc/passwd', 'a//b', '.hidden', 'a/b\\c', '', 'a/%2e%2e/b', 'a b'])(
    'the key %j is refused',
    async (key) => {
      await expect(create().open(key)).rejects.toThrow('Invalid file key');
      await expect(create().put(key, Buffer.from('x'), { contentType: 'text/plain' })).rejects.toThrow(
        'Invalid file key',
      );
      await expect(create().delete(key)).rejects.toThrow('Invalid file key');
    },
  );
});

test('a failed write leaves nothing on the disk', async () => {
  const storage = createDiskStorage(directory);
  const broken = new Readable({ read: () => broken.destroy(new Error('gone')) });
  await expect(storage.put('a/b', broken, { contentType: 'text/plain' })).rejects.toBeInstanceOf(ProviderError);
  expect(await readdir(join(directory, 'a'))).toEqual([]);
});

test('a store that refuses the key is reported with its reason', async () => {
  const put = openS3('another secret').put('a/b', Buffer.from('x'), { contentType: 'text/plain' });
  await expect(put).rejects.toMatchObject({
    provider: 's3',
    status: 403,
    code: 'SignatureDoesNotMatch',
    retryable: false,
  });
});

test('a store that is not there is worth another try', async () => {
  const gone = createS3Storage({
    url: 's3://bucket',
    endpoint: 'http://127.0.0.1:1',
    accessKeyId: 'access',
    secretAccessKey: SECRET,
  });
  await expect(gone.open('a/b')).rejects.toMatchObject({ provider: 's3', retryable: true });
});

test('an address that is no bucket is refused at the start', () => {
  const options = { url: 'https://bucket', accessKeyId: 'access', secretAccessKey: SECRET };
  expect(() => createS3Storage(options)).toThrow('s3://bucket');
});
