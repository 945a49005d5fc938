import { Readable } from 'node:stream';
import { AppError, conflict, limitExceeded, notFound, unavailable, upstream } from '@leadlock/core/errors';
import { z } from 'zod';
import {
  adminProcedure,
  agencyAdminProcedure,
  agencyProcedure,
  ownerProcedure,
  publicProcedure,
  router,
  subAccountProcedure,
  superAdminProcedure,
  tenantProcedure,
  userProcedure,
} from '../src/init.ts';
import { op, type OperationDescription } from '../src/op.ts';
import { fileReply } from '../src/rest/byte-range.ts';
import { eventStream } from '../src/rest/event-stream.ts';
import { attachment, redirect, RestReply, restReply } from '../src/rest/reply.ts';
import { uploadedFile } from '../src/rest/uploads.ts';

/** Metadata for operations whose words do not matter here. */
const at = (method: OperationDescription['method'], path: `/${string}`, more: Partial<OperationDescription> = {}) =>
  op({
    method,
    path,
    tag: 'Test',
    summary: 'A test operation',
    description: 'It exists for a test.',
    example: { response: {} },
    ...more,
  });

const Color = z.enum(['red', 'green', 'blue']).meta({ id: 'Color' });

const ThingCreate = z
  .object({
    name: z.string().min(1).max(5),
    count: z.int().min(1).max(10).default(3),
    ratio: z.number().gt(0).lt(1).optional(),
    flag: z.boolean().optional(),
    color: Color.nullish(),
    kind: z.literal('thing').optional(),
    tags: z.array(z.string()).min(1).max(2).optional(),
    size: z.union([z.int(), z.boolean()]).optional(),
    nested: z.object({ deep: z.int() }).meta({ id: 'Nested' }).optional(),
    labels: z.record(z.string(), z.int()).optional(),
    when: z.iso.datetime().optional(),
  })
  .meta({ id: 'ThingCreate' });

const Thing = z
  .object({ id: z.string(), name: z.string(), count: z.int(), color: Color.nullable() })
  .meta({ id: 'Thing' });

const ThingId = z.object({ thing_id: z.string() });

/** One schema used by both doors: text is coerced for REST and must not be for tRPC. */
const Filter = z.object({
  limit: z.int().min(1).max(100).default(50),
  ratio: z.number().optional(),
  active: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  ids: z.array(z.int()).optional(),
  color: Color.optional(),
  level: z.union([z.literal(1), z.literal(2)]).optional(),
});

const Shape = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('circle'), radius: z.number() }).meta({ id: 'Circle' }),
    z.object({ kind: z.literal('square'), side: z.number() }).meta({ id: 'Square' }),
  ])
  .meta({ id: 'Shape' });

const Who = z.object({ tenant: z.string(), db: z.string(), actor: z.string() });
const whoIs = (ctx: { tenantContext: { tenant: { id: string }; db: unknown; actor: { type: string } } }) => ({
  tenant: ctx.tenantContext.tenant.id,
  db: (ctx.tenantContext.db as { of: string }).of,
  actor: ctx.tenantContext.actor.type,
});

const things = router({
  list: publicProcedure
    .meta(at('GET', '/things/', { example: { request: { limit: 7, color: 'red' } } }))
    .input(Filter)
    .output(z.record(z.string(), z.unknown()))
    .query(({ input }) => input),
  create: publicProcedure
    .meta(
      at('POST', '/things/', {
        status: 201,
        example: { request: { name: 'a' }, response: { id: '1', name: 'a', count: 3, color: null } },
        errors: { 409: 'The name is taken' },
      }),
    )
    .input(ThingCreate)
    .output(Thing)
    .mutation(({ input }) => {
      if (input.name === 'taken') throw conflict('The name is taken');
      return { id: '1', name: input.name, count: input.count, color: input.color ?? null, secret: 'never sent' };
    }),
  // Declared before the fixed path below, and must not answer for it.
  get: publicProcedure
    .meta(at('GET', '/things/{thing_id}'))
    .input(ThingId)
    .output(z.object({ thing_id: z.string() }))
    .query(({ input }) => input),
  special: publicProcedure
    .meta(at('GET', '/things/special'))
    .output(z.object({ special: z.boolean() }))
    .query(() => ({ special: true })),
  update: publicProcedure
    .meta(at('PATCH', '/things/{thing_id}', { query: ['dry_run'], headers: { version: 'X-Version' } }))
    .input(ThingId.extend({ dry_run: z.boolean().optional(), version: z.int().optional() }))
    .input(ThingCreate.partial().meta({ id: 'ThingUpdate' }))
    .output(z.record(z.string(), z.unknown()))
    .mutation(({ input }) => input),
  delete: publicProcedure
    .meta(at('DELETE', '/things/{thing_id}', { status: 204 }))
    .input(ThingId)
    .output(z.void())
    .mutation(() => undefined),
  replaceItems: publicProcedure
    .meta(at('PUT', '/things/{thing_id}/items', { bodyKey: 'items' }))
    .input(ThingId.extend({ items: z.array(ThingCreate) }))
    .output(z.object({ names: z.array(z.string()), first: ThingCreate.optional() }))
    .mutation(({ input }) => ({ names: input.items.map((item) => item.name) })),
  shape: publicProcedure
    .meta(at('POST', '/shapes', { bodyKey: 'shape' }))
    .input(z.object({ shape: Shape }))
    .output(Shape)
    .mutation(({ input }) => input.shape),
  page: publicProcedure
    .meta(at('GET', '/pages/{page}'))
    .input(z.object({ page: z.int() }))
    .output(z.object({ page: z.int() }))
    .query(({ input }) => input),
});

const formats = router({
  sample: publicProcedure
    .meta(at('GET', '/samples/{voice}.mp3', { produces: 'audio/mpeg' }))
    .input(z.object({ voice: z.string() }))
    .output(restReply)
    .query(({ input }) => new RestReply(Buffer.from(input.voice))),
  sampleInFolder: publicProcedure
    .meta(at('GET', '/samples/premium/{voice}.mp3', { produces: 'audio/mpeg' }))
    .input(z.object({ voice: z.string() }))
    .output(restReply)
    .query(({ input }) => new RestReply(`premium ${input.voice}`)),
  csv: publicProcedure
    .meta(at('GET', '/export', { produces: 'text/csv; charset=utf-8' }))
    .output(restReply)
    .query(
      () =>
        new RestReply(Readable.from(['a,b\n', '1,2\n']), {
          headers: { 'content-disposition': attachment('größe.csv') },
        }),
    ),
  big: publicProcedure
    .meta(at('GET', '/big', { produces: 'application/octet-stream' }))
    .output(restReply)
    .query(() => new RestReply(Readable.from(Array.from({ length: 80 }, () => Buffer.alloc(65_536, 7))))),
  events: publicProcedure
    .meta(at('GET', '/events', { produces: 'text/event-stream' }))
    .output(restReply)
    .query(({ ctx }) => {
      ctx.request.signal.addEventListener('abort', () => streams.aborted++);
      return eventStream(ticks());
    }),
  recording: publicProcedure
    .meta(at('GET', '/recording', { produces: ['audio/mpeg', 'audio/wav'] }))
    .output(restReply)
    .query(({ ctx }) =>
      fileReply(
        {
          size: 10,
          contentType: 'audio/wav',
          etag: '"v1"',
          open: (start, end) => Readable.from(['0123456789'.slice(start, end + 1)]),
        },
        ctx.request,
      ),
    ),
  // As a vendor's answer that is read over the network: let go of, it fails.
  fragile: publicProcedure
    .meta(at('GET', '/fragile', { produces: 'audio/mpeg' }))
    .output(restReply)
    .query(() => {
      const body = new Readable({
        read() {
          setTimeout(() => this.push(Buffer.alloc(65_536)), 1);
        },
        destroy(error, callback) {
          setTimeout(() => callback(error ?? new Error('The request was aborted')), 1);
        },
      });
      return new RestReply(body.once('close', () => (fragile.closed += 1)));
    }),
  goAway: publicProcedure
    .meta(at('GET', '/go', { status: 307 }))
    .output(restReply)
    .query(() => redirect('https://example.com/there')),
  voice: publicProcedure
    .meta(
      at('POST', '/webhooks/{tenant_id}/voice', {
        body: 'form',
        produces: 'text/xml',
        headers: { signature: 'X-Twilio-Signature' },
      }),
    )
    .input(
      z.looseObject({
        tenant_id: z.string(),
        signature: z.string(),
        CallSid: z.string(),
        Duration: z.int().optional(),
        Body: z.string().optional(),
      }),
    )
    .output(restReply)
    .mutation(({ input, ctx }) => {
      const { tenant_id, signature, ...form } = input;
      return new RestReply(JSON.stringify({ tenant_id, signature, form, raw: ctx.request.rawBody?.toString() }));
    }),
  stripe: publicProcedure
    .meta(at('POST', '/webhooks/stripe', { body: 'raw' }))
    .output(z.object({ bytes: z.int(), signature: z.string().nullable() }))
    .mutation(({ ctx }) => ({
      bytes: ctx.request.rawBody?.length ?? 0,
      signature: ctx.request.header('stripe-signature'),
    })),
  upload: publicProcedure
    .meta(at('POST', '/files', { body: 'multipart', status: 201, maxFileBytes: 3_000_000 }))
    .input(z.object({ file: uploadedFile, description: z.string().nullish(), more: z.array(uploadedFile).optional() }))
    .output(z.record(z.string(), z.unknown()))
    .mutation(async ({ input: { file, description, more } }) => {
      let sum = 0;
      for await (const chunk of file.open() as AsyncIterable<Buffer>) sum += chunk.length;
      return { name: file.filename, type: file.contentType, size: file.size, sum, description, more: more?.length };
    }),
  uploadOwn: tenantProcedure
    .meta(at('POST', '/own-files', { body: 'multipart', maxFileBytes: 3_000_000, maxBodyBytes: 2_000 }))
    .input(z.object({ file: uploadedFile, note: z.string().nullish(), other: z.string().nullish() }))
    .output(z.object({ size: z.int(), note: z.int() }))
    .mutation(({ input: { file, note } }) => ({ size: file.size, note: note?.length ?? 0 })),
});

/** How the event stream's readers went. */
export const streams = { aborted: 0, closed: 0 };
/** How many of the streams that fail were let go. */
export const fragile = { closed: 0 };

async function* ticks() {
  try {
    for (let tick = 0; ; tick++) {
      yield { event: 'tick', data: { tick }, id: String(tick) };
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    streams.closed++;
  }
}

const fail = (path: `/${string}`, error: () => Error) =>
  publicProcedure.meta(at('GET', path)).query((): unknown => {
    throw error();
  });

const errors = router({
  missing: fail('/errors/not-found', () => notFound('Agent')),
  limit: fail('/errors/limit', () => limitExceeded('Three agents are the most')),
  rate: fail('/errors/rate', () => new AppError('rate_limited', 'Slow down', { retryAfterSeconds: 12.2 })),
  upstream: fail('/errors/upstream', () => upstream('Twilio did not respond', new Error('socket hang up'))),
  unavailable: fail('/errors/unavailable', () => unavailable('Later')),
  unknown: fail('/errors/unknown', () => new Error('select * from secrets')),
  output: publicProcedure
    .meta(at('GET', '/errors/output'))
    .output(z.object({ n: z.int() }))
    .query(() => ({ n: 'text' }) as unknown as { n: number }),
  stream: publicProcedure
    .meta(at('GET', '/errors/stream', { produces: 'text/plain' }))
    .output(restReply)
    .query(
      () =>
        new RestReply(
          (async function* () {
            yield 'begun';
            throw new Error('the source broke');
          })(),
        ),
    ),
});

const access = router({
  user: userProcedure
    .meta(at('GET', '/access/user'))
    .output(z.string())
    .query(({ ctx }) => ctx.user.userId),
  tenant: tenantProcedure
    .meta(at('GET', '/access/tenant'))
    .output(Who)
    .query(({ ctx }) => whoIs(ctx)),
  admin: adminProcedure
    .meta(at('GET', '/access/admin'))
    .output(Who)
    .query(({ ctx }) => whoIs(ctx)),
  owner: ownerProcedure
    .meta(at('GET', '/access/owner'))
    .output(Who)
    .query(({ ctx }) => whoIs(ctx)),
  agency: agencyProcedure
    .meta(at('GET', '/access/agency'))
    .output(Who)
    .query(({ ctx }) => whoIs(ctx)),
  agencyAdmin: agencyAdminProcedure
    .meta(at('GET', '/access/agency-admin'))
    .output(Who)
    .query(({ ctx }) => whoIs(ctx)),
  subAccount: subAccountProcedure
    .meta(at('GET', '/access/sub-account'))
    .output(Who)
    .query(({ ctx }) => whoIs(ctx)),
  superAdmin: superAdminProcedure
    .meta(at('GET', '/access/super-admin'))
    .output(z.string())
    .query(() => 'root'),
  pay: tenantProcedure
    .meta(at('POST', '/access/pay', { idempotent: true }))
    .input(z.object({ cents: z.int() }))
    .output(z.object({ paid: z.int() }))
    .mutation(({ input }) => ({ paid: input.cents })),
});

export const testRouter = router({ things, formats, errors, access });
export type TestRouter = typeof testRouter;
