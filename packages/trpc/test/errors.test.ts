import { beforeEach, describe, expect, it } from 'vitest';
import { useServer } from './server.ts';

const server = await useServer();
beforeEach(() => server.errors.splice(0));

describe('errors', () => {
  it.each([
    ['/errors/not-found', 404, 'Agent not found'],
    ['/errors/limit', 403, 'Three agents are the most'],
    ['/errors/rate', 429, 'Slow down'],
    ['/errors/upstream', 502, 'Twilio did not respond'],
    ['/errors/unavailable', 503, 'Later'],
  ])('%s is %i', async (path, status, detail) => {
    expect(await server.get(path)).toMatchObject({ status, json: { detail } });
  });

  it('keep declared conflicts', async () => {
    expect(await server.post('/things/', { name: 'taken' })).toMatchObject({
      status: 409,
      json: { detail: 'The name is taken' },
    });
  });

  it('say when to come back', async () => {
    expect((await server.get('/errors/rate')).headers['retry-after']).toBe('13');
  });

  it('tell nothing that was not meant to be told, and log it instead', async () => {
    const answer = await server.get('/errors/unknown');
    expect(answer).toMatchObject({ status: 500, json: { detail: 'Internal Server Error' } });
    expect(answer.text).not.toContain('secrets');
    expect(server.errors).toMatchObject([{ message: 'select * from secrets' }]);
  });

  it('log the cause of an outside failure and leave out what is the caller’s business', async () => {
    await server.get('/errors/not-found');
    expect(server.errors).toEqual([]);
    await server.get('/errors/upstream');
    expect(server.errors).toMatchObject([{ kind: 'upstream', cause: { message: 'socket hang up' } }]);
  });

  it('leave out a service that is not offered: that is a refusal, through either door', async () => {
    await server.get('/errors/unavailable');
    expect((await server.get('/trpc/errors.unavailable')).status).toBe(503);
    expect(server.errors).toEqual([]);
  });

  it('include an answer that is not what was promised', async () => {
    expect((await server.get('/errors/output')).status).toBe(500);
    expect(server.errors).toHaveLength(1);
  });

  it('cut off a stream that fails after it began', async () => {
    await expect(fetch(`${server.url}/errors/stream`).then((answer) => answer.text())).rejects.toThrow('terminated');
    await expect.poll(() => server.errors).toMatchObject([{ message: 'the source broke' }]);
  });
});
