import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unauthorized } from '@leadlock/core/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { router, tenantProcedure } from '../src/init.ts';
import type { Authentication } from '../src/principal.ts';
import { requestContextFactory } from '../src/request-context.ts';
import { createRestHandler } from '../src/rest/handler.ts';
import { liveStream } from '../src/rest/live-stream.ts';
import { OpenStreams, type StreamLimits } from '../src/rest/open-streams.ts';
import { restReply } from '../src/rest/reply.ts';
import { system, tableAuthentication } from './principals.ts';

/** Says one thing and waits for its end. */
async function* sayAndWait(signal: AbortSignal) {
  yield { event: 'hello', data: { n: 1 } };
  yield { comment: 'listening' };
  if (!signal.aborted) await once(signal, 'abort');
}

const streamRouter = router({
  watch: tenantProcedure
    .meta({
      openapi: { method: 'GET', path: '/watch' },
      rest: { produces: 'text/event-stream; charset=utf-8' },
    })
    .output(restReply)
    .query(({ ctx }) => liveStream(ctx, sayAndWait)),
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(limits: StreamLimits = {}, authentication: Authentication = tableAuthentication()) {
  const streams = new OpenStreams(limits);
  const errors: unknown[] = [];
  const handler = createRestHandler(streamRouter, {
    createContext: requestContextFactory({ system, authentication, streams }),
    onError: (error) => errors.push(error),
  });
  const server = createServer((req, res) => handler(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/watch`;
  const watch = (token: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
  return { streams, errors, watch };
}

describe('a live stream', () => {
  it('ends when its app ends the streams, which then takes no more', async () => {
    const { streams, errors, watch } = await serve();
    const answer = await watch('owner');
    expect(streams.count).toBe(1);
    streams.close();
    expect(await answer.text()).toBe('event: hello\ndata: {"n":1}\n\n: listening\n\n');
    expect(streams.count).toBe(0);
    expect((await watch('owner')).status).toBe(503);
    // A refusal, not a fault to look into.
    expect(errors).toEqual([]);
  });

  it('counts for its principal until its reader leaves', async () => {
    const { streams, errors, watch } = await serve({ perPrincipal: 2 });
    const leave = new AbortController();
    await watch('owner', { signal: leave.signal });
    await watch('owner');
    const refused = await watch('owner');
    expect([refused.status, await refused.json()]).toEqual([429, { detail: 'Too many open streams' }]);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await watch('member')).status).toBe(200);
    leave.abort();
    await expect.poll(() => streams.count).toBe(2);
    expect((await watch('owner')).status).toBe(200);
    expect(errors).toEqual([]);
  });

  it('leaves nothing behind when only its head was asked for', async () => {
    const { streams, watch } = await serve();
    expect((await watch('owner', { method: 'HEAD' })).status).toBe(200);
    await expect.poll(() => streams.count).toBe(0);
  });

  it.each([
    ['whose token does not hold any more', () => Promise.reject(unauthorized('Token has expired'))],
    [
      'whose role is another by now',
      () => tableAuthentication().authenticate({ header: () => 'Bearer member' } as never),
    ],
  ])('ends for a reader %s', async (_, then) => {
    const table = tableAuthentication();
    let authenticate: Authentication['authenticate'] = (request) => table.authenticate(request);
    const authentication: Authentication = {
      authenticate: (request) => authenticate(request),
      resolveTenant: (...asked) => table.resolveTenant(...asked),
    };
    const { watch } = await serve({ reverifyEveryMs: 10 }, authentication);
    const answer = await watch('owner');
    const reader = answer.body?.getReader();
    await reader?.read();
    const askedBefore = table.asked;
    // Asked several times, it goes on while all is well.
    await expect.poll(() => table.asked).toBeGreaterThan(askedBefore + 2);
    authenticate = then;
    for (let isOver = false; !isOver;) isOver = (await reader?.read())?.done ?? true;
  });
});
