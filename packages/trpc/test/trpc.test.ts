import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { TestRouter } from './router.ts';
import { useServer } from './server.ts';

const server = await useServer();

const client = (headers: Record<string, string> = {}) =>
  createTRPCClient<TestRouter>({ links: [httpBatchLink({ url: `${server.url}/trpc`, headers })] });

/** What a refused call tells the client. */
async function refused(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TRPCClientError)) throw new Error('The call was not refused', { cause: error });
  return { message: error.message, data: error.data as Record<string, unknown> };
}

describe('tRPC over the same procedures', () => {
  it('takes and gives typed values', async () => {
    expect(await client().things.list.query({ limit: 7 })).toEqual({ limit: 7 });
    expect(await client().things.create.mutate({ name: 'a' })).toEqual({ id: '1', name: 'a', count: 3, color: null });
  });

  it('takes no text for a number, also after REST has coerced one through the same schema', async () => {
    expect((await server.get('/things/?limit=7&active=false&ids=1')).status).toBe(200);
    const { message, data } = await refused(client().things.list.query({ limit: '7' as unknown as number }));
    expect(message).toBe('Validation failed');
    expect(data).toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
      httpStatus: 422,
      kind: 'validation',
      path: 'things.list',
      fields: [{ type: 'int_type', loc: ['body', 'limit'], input: '7' }],
    });
  });

  it('maps errors as REST does and never sends a stack', async () => {
    const notFound = await refused(client().errors.missing.query());
    expect(notFound).toEqual({
      message: 'Agent not found',
      data: { code: 'NOT_FOUND', httpStatus: 404, kind: 'not_found', path: 'errors.missing' },
    });
    const unknown = await refused(client().errors.unknown.query());
    expect(unknown).toEqual({
      message: 'Internal Server Error',
      data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, path: 'errors.unknown' },
    });
    expect(server.errors).toMatchObject([{ message: 'select * from secrets' }]);
    const text = (await server.get('/trpc/errors.unknown')).text;
    expect(text).not.toMatch(/stack|secrets/);
  });

  it('sends the headers of refusals', async () => {
    const anonymous = await server.get('/trpc/access.user');
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers['www-authenticate']).toBe('Bearer');
    expect(anonymous.headers['x-request-id']).toBeTruthy();
    expect((await server.get('/trpc/errors.rate')).headers['retry-after']).toBe('13');
  });

  it('authenticates once for a batch and resolves the tenant once', async () => {
    const before = server.authentication.asked;
    const caller = client({ authorization: 'Bearer agency-owner', 'x-sub-account-id': 'sub-1' });
    const answers = await Promise.all([
      caller.access.tenant.query(),
      caller.access.admin.query(),
      caller.access.subAccount.query(),
    ]);
    expect(answers.map((answer) => answer.tenant)).toEqual(['sub-1', 'sub-1', 'sub-1']);
    expect(server.authentication.asked).toBe(before + 1);
  });

  it('does not offer what only makes sense over REST', async () => {
    expect((await refused(client().formats.csv.query())).data).toMatchObject({ code: 'NOT_FOUND' });
    expect((await refused(client().formats.stripe.mutate())).data).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('answers an unknown procedure', async () => {
    const answer = await server.get('/trpc/none.such');
    expect(answer).toMatchObject({ status: 404, json: { error: { data: { code: 'NOT_FOUND' } } } });
  });
});
