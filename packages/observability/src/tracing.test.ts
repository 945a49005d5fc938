import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startTracing, withSpan } from './tracing.ts';

test('without an endpoint there are no spans', async () => {
  const stop = await startTracing({ service: 'test', endpoint: undefined });
  expect(await withSpan('work', {}, async (span) => span)).toBeNull();
  await stop();
});

test('spans reach the collector with their attributes, parents and errors', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString());
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const stop = await startTracing({ service: 'test', endpoint: `http://127.0.0.1:${port}` });

  const work = withSpan('outer', { 'call.id': 'c1' }, () =>
    withSpan('inner', {}, async () => {
      throw new Error('refused');
    }),
  );
  await expect(work).rejects.toThrow('refused');
  await stop();
  collector.close();

  const sent = bodies.map((body) => JSON.parse(body) as OtlpTraces);
  const spans = sent.flatMap(({ resourceSpans }) => resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));
  const outer = spans.find(({ name }) => name === 'outer');
  const inner = spans.find(({ name }) => name === 'inner');
  expect(outer?.attributes).toContainEqual({ key: 'call.id', value: { stringValue: 'c1' } });
  expect(inner).toMatchObject({ parentSpanId: outer?.spanId, traceId: outer?.traceId, status: { code: 2 } });
});

interface OtlpTraces {
  resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
}
interface OtlpSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: unknown[];
  status: { code: number };
}
