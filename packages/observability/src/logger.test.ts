import { expect, test } from 'vitest';
import { createLogger, type Logger } from './logger.ts';

function capture(): { log: Logger; lines: string[]; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const log = createLogger({ service: 'test', level: 'debug', destination: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

const SECRET = 'hunter2-hunter2';

test.each([
  ['at the top', { password: SECRET }],
  ['nested', { request: { body: { user: { credentials: { auth_token: SECRET } } } } }],
  ['in arrays', { integrations: [{ kind: 'twilio', authToken: SECRET }] }],
  [
    'in headers, whatever their case',
    { headers: { Authorization: SECRET, 'X-API-Key': SECRET, 'x-twilio-signature': SECRET } },
  ],
  ['as whole objects', { transcript: [{ role: 'user', content: SECRET }] }],
  ['deeper than anyone reads', { a: { b: { c: { d: { e: { f: { g: { h: { i: { j: SECRET } } } } } } } } } }],
  ['in errors', { err: Object.assign(new Error('refused'), { config: { headers: { authorization: SECRET } } }) }],
  ['in errors under other names', { outcome: { reason: Object.assign(new Error('refused'), { token: SECRET }) } }],
])('secrets are redacted %s', (_, fields) => {
  const { log, lines } = capture();
  log.info(fields, 'hello');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(SECRET);
  expect(lines[0]).toContain('[redacted]');
});

test('secrets given to child loggers are redacted, in children of children too', () => {
  const { log, lines } = capture();
  log
    .child({ tenant: 't1', token: SECRET })
    .child({ request: { cookie: SECRET } })
    .info('hello');
  expect(lines[0]).not.toContain(SECRET);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    tenant: 't1',
    token: '[redacted]',
    request: { cookie: '[redacted]' },
  });
});

test('errors keep their message, stack and cause', () => {
  const { log, last } = capture();
  log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(last()).toMatchObject({ level: 'error', service: 'test', msg: 'failed', err: { type: 'Error' } });
  expect(JSON.stringify(last().err)).toMatch(/outer.*inner/);
});

test('an error whose message tells its cause’s already tells it once', () => {
  const { log, last } = capture();
  const cause = new Error('connect ECONNREFUSED', { cause: new Error('no route') });
  log.error({ err: new Error('The database is away: connect ECONNREFUSED', { cause }) }, 'failed');
  expect(last()).toMatchObject({ err: { message: 'The database is away: connect ECONNREFUSED: no route' } });
  const circular = new Error('round');
  circular.cause = circular;
  log.error({ err: circular }, 'failed');
  expect(last()).toMatchObject({ err: { message: 'round' } });
});

test('what is logged is not changed, and innocent fields stay as they are', () => {
  const { log, last } = capture();
  const at = new Date('2026-01-02T03:04:05Z');
  const fields = { call: 'c1', user: { id: 'u1', password: SECRET }, at, tokens_used: 12, none: null };
  log.info(fields);
  expect(fields.user.password).toBe(SECRET);
  expect(last()).toMatchObject({
    call: 'c1',
    user: { id: 'u1', password: '[redacted]' },
    at: at.toISOString(),
    tokens_used: 12,
    none: null,
  });
});

test('an object that contains itself is logged, not followed for ever', () => {
  const { log, last } = capture();
  const knot: Record<string, unknown> = { name: 'knot' };
  knot.self = knot;
  log.info({ knot });
  expect(last()).toMatchObject({ knot: { name: 'knot' } });
});
