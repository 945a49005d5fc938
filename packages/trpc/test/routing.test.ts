import { describe, expect, it } from 'vitest';
import { useServer } from './server.ts';

const server = await useServer();

describe('routing', () => {
  it('prefers a fixed segment to a parameter declared before it', async () => {
    expect((await server.get('/things/special')).json).toEqual({ special: true });
    expect((await server.get('/things/other')).json).toEqual({ thing_id: 'other' });
  });

  it('decodes path values', async () => {
    expect((await server.get('/things/a%20b%2Fc%3F')).json).toEqual({ thing_id: 'a b/c?' });
  });

  it('keeps a suffix out of the parameter and dots in it', async () => {
    const answer = await server.get('/samples/en.us-1.mp3');
    expect(answer.text).toBe('en.us-1');
    expect(answer.headers['content-type']).toBe('audio/mpeg');
    expect((await server.get('/samples/premium/ara.mp3')).text).toBe('premium ara');
    expect((await server.get('/samples/araXmp3')).status).toBe(404);
  });

  it('takes paths with and without the trailing slash', async () => {
    for (const path of ['/things/', '/things', '/things?limit=1', '/things/?limit=1', '/things/special/']) {
      expect({ path, status: (await server.get(path)).status }).toEqual({ path, status: 200 });
    }
  });

  it('tells upper from lower case', async () => {
    expect((await server.get('/Things/special')).status).toBe(404);
  });

  it('answers an unknown path and a malformed one in JSON', async () => {
    expect(await server.get('/nowhere')).toMatchObject({ status: 404, json: { detail: 'Not Found' } });
    expect((await server.get('/things/%E0%A4%A')).status).toBe(404);
  });

  it('names the methods of a path that has others', async () => {
    const answer = await server.send('DELETE', '/things/');
    expect(answer).toMatchObject({ status: 405, json: { detail: 'Method Not Allowed' } });
    expect(answer.headers['allow']).toBe('GET, POST, HEAD');
  });

  it('answers HEAD as GET without a body', async () => {
    const answer = await server.send('HEAD', '/things/special');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(answer.headers['content-length']).toBe('16');
    expect((await server.send('HEAD', '/big')).text).toBe('');
  });

  it('gives every answer a request id and takes a sane one over', async () => {
    const own = await server.get('/things/special');
    expect(own.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const given = await server.get('/nowhere', { 'x-request-id': 'trace-0001' });
    expect(given.headers['x-request-id']).toBe('trace-0001');
    const hostile = await server.get('/things/special', { 'x-request-id': 'a b<script>' });
    expect(hostile.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells the observer the operation, the status and the time', async () => {
    await server.get('/things/42');
    const last = server.finished.at(-1);
    expect(last).toMatchObject({ operation: 'things.get', outcome: { status: 200, aborted: false } });
    expect(last?.outcome.durationMs).toBeGreaterThan(0);
  });
});
