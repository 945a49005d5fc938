import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { attachment } from '../src/rest/reply.ts';
import { streams } from './router.ts';
import { useServer } from './server.ts';

const server = await useServer();

describe('replies', () => {
  it('carry the declared status', async () => {
    expect((await server.post('/things/', { name: 'a' })).status).toBe(201);
    const gone = await server.send('DELETE', '/things/1');
    expect(gone).toMatchObject({ status: 204, text: '' });
    expect(gone.headers).not.toHaveProperty('content-type');
  });

  it('redirect', async () => {
    const { status, headers, text } = await server.get('/go');
    expect({ status, location: headers.location, text }).toEqual({
      status: 307,
      location: 'https://example.com/there',
      text: '',
    });
  });

  it('stream text under a file name of any script', async () => {
    const { headers, text } = await server.get('/export');
    expect(text).toBe('a,b\n1,2\n');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe(
      `attachment; filename="gr__e.csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe.csv`,
    );
    expect(attachment('a "b".csv')).toBe(`attachment; filename="a _b_.csv"; filename*=UTF-8''a%20%22b%22.csv`);
  });

  it('stream more than fits a buffer', async () => {
    const answer = await fetch(`${server.url}/big`);
    expect((await answer.arrayBuffer()).byteLength).toBe(80 * 65_536);
  });

  it.each([
    [undefined, 200, '0123456789', undefined],
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('serve the range %s', async (range, status, text, contentRange) => {
    const answer = await server.get('/recording', range === undefined ? {} : { range });
    expect({ status: answer.status, text: answer.text, range: answer.headers['content-range'] }).toEqual({
      status,
      text,
      range: contentRange,
    });
    expect(answer.headers['accept-ranges']).toBe('bytes');
  });

  it('serve the whole file when it has changed since', async () => {
    expect((await server.get('/recording', { range: 'bytes=0-1', 'if-range': '"v0"' })).status).toBe(200);
    expect((await server.get('/recording', { range: 'bytes=0-1', 'if-range': '"v1"' })).status).toBe(206);
  });
});

describe('event streams', () => {
  it('arrive as they happen and stop at the source when the reader leaves', async () => {
    const before = { ...streams };
    const stop = new AbortController();
    const answer = await fetch(`${server.url}/events`, { signal: stop.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.includes('id: 2')) break;
    }
    stop.abort();
    expect(text.startsWith('event: tick\nid: 0\ndata: {"tick":0}\n\nevent: tick\nid: 1\n')).toBe(true);
    await expect.poll(() => streams).toEqual({ aborted: before.aborted + 1, closed: before.closed + 1 });
    await expect.poll(() => server.finished.at(-1)?.outcome.aborted).toBe(true);
  });
});

describe('a client that leaves while it sends', () => {
  it('is not an error of ours', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const before = server.finished.length;
    socket.write(
      'POST /things/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"na',
    );
    socket.end();
    socket.destroySoon();
    await expect.poll(() => server.finished.length).toBe(before + 1);
    expect(server.errors).toEqual([]);
  });
});
