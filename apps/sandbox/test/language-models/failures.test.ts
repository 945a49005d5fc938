import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { LlmProvider } from '@leadlock/providers/contracts';
import {
  askFor,
  connect,
  failure,
  goWrong,
  hear,
  KEYS,
  requestsTo,
  useDoor,
  VENDORS,
  waitForState,
} from './harness.ts';

const HOURS = {
  instructions: 'You are Mia, the receptionist of Acme.\nOpening hours: from nine to five, Monday to Friday.',
};
const QUESTION = 'What are your opening hours?';

// Pauses and deadlines are most of what they take, so all vendors are waited for at once.
describe.each(VENDORS)('$vendor', { concurrent: true }, ({ vendor, model }) => {
  const door = useDoor();
  describe('asked for one thing after the other', { concurrent: false }, () => {
    test.runIf(vendor !== 'local')('refuses a key, which is shown nowhere', async () => {
      const apiKey = 'a-secret-that-nobody-may-see';
      const keys = [{ owner: 'tenant' as const, vendor, apiKey }];
      const errors = [
        await failure(door.llm.generate(askFor(model, QUESTION, { keys }))),
        (await hear(door.llm.stream(askFor(model, QUESTION, { keys })))).error,
      ];
      for (const error of errors) {
        expect(error).toMatchObject({ kind: 'key_refused', retryable: false, keyOwner: 'tenant' });
        expect(error?.message).toContain('the account’s API key');
        expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/a-secret|nobody-may-see/);
      }
      expect(await requestsTo(door.sandbox, vendor)).toHaveLength(2);
    });

    test('has no such model', async () => {
      const error = await failure(door.llm.generate(askFor(`${vendor}/no-such-model`, QUESTION)));
      expect(error).toMatchObject({ kind: 'model_unavailable', status: 404, retryable: false });
      expect(error.message).toContain('no-such-model');
    });

    test('retries when it says when', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'refuse', status: 429, retryAfterSeconds: 1 });
      const answer = await door.llm.generate(askFor(model, QUESTION, HOURS));
      expect(answer).toMatchObject({ attempts: 2, text: expect.stringContaining('nine to five') });
      expect(answer.durationMs).toBeGreaterThanOrEqual(1_000);
    });

    test('is not waited for beyond the deadline', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'refuse', status: 429, retryAfterSeconds: 30 });
      const error = await failure(door.llm.generate(askFor(model, QUESTION, { deadlineMs: 5_000 })));
      expect(error).toMatchObject({ kind: 'rate_limited', retryable: true, retryAfterMs: 30_000 });
      expect(await requestsTo(door.sandbox, vendor)).toHaveLength(1);
    });

    test.each([500, 529])('retries after a %i, four times in all', async (status) => {
      await goWrong(door.sandbox, vendor, { kind: 'refuse', status });
      expect((await door.llm.generate(askFor(model, QUESTION, HOURS))).attempts).toBe(2);
      await goWrong(door.sandbox, vendor, { kind: 'refuse', status, count: 4 });
      expect(await failure(door.llm.generate(askFor(model, QUESTION)))).toMatchObject({ kind: 'vendor_down', status });
      expect(await requestsTo(door.sandbox, vendor)).toHaveLength(6);
    });

    test.each([
      [{ status: 402 }, 'quota_exhausted'],
      [{ status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota.' }, 'quota_exhausted'],
      [{ status: 400, message: 'prompt is too long: 210000 tokens > 200000 maximum' }, 'too_long'],
      [
        { status: 400, code: 'context_length_exceeded', message: 'maximum context length is 128000 tokens' },
        'too_long',
      ],
      [{ status: 413 }, 'too_long'],
      [{ status: 400, message: 'something else' }, 'request_refused'],
    ])('says %j, which is not tried again', async (refusal, kind) => {
      await goWrong(door.sandbox, vendor, { kind: 'refuse', ...refusal });
      const error = await failure(door.llm.generate(askFor(model, QUESTION)));
      expect(error).toMatchObject({ kind, retryable: false, status: refusal.status });
      expect(error.remedy).not.toBe('');
      expect(await requestsTo(door.sandbox, vendor)).toHaveLength(1);
    });

    test('does not answer in time', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'stall', count: 2 });
      const error = await failure(door.llm.generate(askFor(model, QUESTION, { deadlineMs: 400 })));
      expect(error).toMatchObject({ kind: 'timeout', retryable: true });
      await waitForState(door.sandbox, vendor, 'gone');
      const { error: late } = await hear(door.llm.stream(askFor(model, QUESTION, { deadlineMs: 400 })));
      expect(late?.kind).toBe('timeout');
      await waitForState(door.sandbox, vendor, 'gone');
    });

    test('is not needed any more', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'stall' });
      const controller = new AbortController();
      const work = failure(door.llm.generate(askFor(model, QUESTION, { signal: controller.signal })));
      await waitForState(door.sandbox, vendor, 'open');
      controller.abort();
      expect(await work).toMatchObject({ kind: 'canceled', retryable: false });
      await waitForState(door.sandbox, vendor, 'gone');
      const before = door.llm.generate(askFor(model, QUESTION, { signal: AbortSignal.abort() }));
      expect((await failure(before)).kind).toBe('canceled');
    });

    test('answers garbage, or breaks off, and the request is retried', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'garbage' });
      await goWrong(door.sandbox, vendor, { kind: 'drop' });
      const answer = await door.llm.generate(askFor(model, QUESTION, HOURS));
      expect(answer).toMatchObject({ attempts: 3, text: expect.stringContaining('nine to five') });
    });

    test('refuses the content, which costs all the same', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'content-filter', count: 2 });
      const error = await failure(door.llm.generate(askFor(model, QUESTION, HOURS)));
      expect(error).toMatchObject({ kind: 'content_refused', retryable: false });
      expect(error.spent?.usage?.inputTokens).toBeGreaterThan(0);
      expect((await hear(door.llm.stream(askFor(model, QUESTION, HOURS)))).error?.kind).toBe('content_refused');
    });

    test('answers without an end, which is not read', async () => {
      await goWrong(door.sandbox, vendor, { kind: 'flood' });
      const small = connect(door.sandbox, { maxResponseBytes: 200_000 });
      expect(await failure(small.generate(askFor(model, QUESTION)))).toMatchObject({ kind: 'too_long' });
      await waitForState(door.sandbox, vendor, 'gone');
    });

    describe('a stream', () => {
      test.each(['garbage', 'drop', 'error-event', 'cut'])('that begins with %s is begun again', async (kind) => {
        await goWrong(door.sandbox, vendor, { kind, afterChunks: 0 });
        const { text, error, events } = await hear(door.llm.stream(askFor(model, QUESTION, HOURS)));
        expect([text, error]).toEqual([expect.stringContaining('nine to five'), null]);
        expect(events.at(-1)).toMatchObject({ kind: 'end', answer: { attempts: 2 } });
      });

      test.each([
        ['garbage', 'bad_answer'],
        ['drop', 'vendor_down'],
        ['error-event', 'vendor_down'],
      ])('in whose middle comes %s ends with one error', async (kind, expected) => {
        await goWrong(door.sandbox, vendor, { kind, afterChunks: 6 });
        const { text, error, events } = await hear(door.llm.stream(askFor(model, QUESTION, HOURS)));
        expect(text).not.toBe('');
        expect(error).toMatchObject({ kind: expected, retryable: true });
        expect(events.filter(({ kind }) => kind === 'end')).toEqual([]);
        expect(await requestsTo(door.sandbox, vendor)).toHaveLength(1);
      });

      test('that is cut short is no answer', async () => {
        await goWrong(door.sandbox, vendor, { kind: 'cut', afterChunks: 3, count: 4 });
        const { error, events } = await hear(door.llm.stream(askFor(model, QUESTION, HOURS)));
        expect(error).toMatchObject({ retryable: true });
        expect(events.filter(({ kind }) => kind === 'end')).toEqual([]);
      });

      test('that falls silent ends at the deadline', async () => {
        await goWrong(door.sandbox, vendor, { kind: 'silence', afterChunks: 6 });
        const { text, error } = await hear(door.llm.stream(askFor(model, QUESTION, { ...HOURS, deadlineMs: 1_500 })));
        expect([text === '', error?.kind]).toEqual([false, 'timeout']);
        await waitForState(door.sandbox, vendor, 'gone');
      });

      test('that nobody reads on holds no connection', async () => {
        await goWrong(door.sandbox, vendor, { kind: 'silence', afterChunks: 6, count: 2 });
        for await (const event of door.llm.stream(askFor(model, QUESTION, HOURS))) {
          expect(event.kind).toBe('text');
          break;
        }
        await waitForState(door.sandbox, vendor, 'gone');
        const stream = door.llm.stream(askFor(model, QUESTION, { ...HOURS, deadlineMs: 600 }));
        const forgotten = stream[Symbol.asyncIterator]();
        await forgotten.next();
        await waitForState(door.sandbox, vendor, 'gone');
      });
    });
  });
});

describe('keys', () => {
  const door = useDoor();
  test('a key goes to no other address than the vendor’s', async () => {
    const asked: string[] = [];
    const thief: Server = createServer((request, response) => {
      asked.push(String(request.headers.authorization));
      response.end('{}');
    }).listen(0, '127.0.0.1');
    const redirecting: Server = createServer((_request, response) => {
      const address = thief.address();
      const port = typeof address === 'object' ? address?.port : 0;
      response.writeHead(307, { location: `http://127.0.0.1:${port}/v1/chat/completions` }).end();
    }).listen(0, '127.0.0.1');
    const address = redirecting.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`;
    const fooled = connect(door.sandbox, { addresses: { openai: url } });
    const error = await failure(fooled.generate(askFor('openai/gpt-4.1', QUESTION, { deadlineMs: 1_000 })));
    expect(error.kind).toBe('vendor_down');
    expect(asked).toEqual([]);
    for (const server of [thief, redirecting]) {
      server.close();
      server.closeAllConnections();
    }
  });

  test('the first key of a vendor pays, and the platform’s is the last', async () => {
    const tenant = { owner: 'tenant' as const, vendor: 'openai' as const, apiKey: KEYS.openai };
    const elsewhere = { owner: 'agency' as const, vendor: 'anthropic' as const, apiKey: 'sk-ant-of-somebody' };
    const paid = async (keys: NonNullable<Parameters<LlmProvider['generate']>[0]['keys']>) =>
      door.llm.generate(askFor('gpt-4o-mini', QUESTION, { ...HOURS, keys }));
    const own = await paid([tenant, { ...tenant, owner: 'agency', apiKey: 'sk-of-the-agency' }]);
    expect(own).toMatchObject({ paidBy: 'tenant', platformCost: 0 });
    expect(own.price).toBeGreaterThan(0);
    const ours = await paid([elsewhere]);
    expect(ours.paidBy).toBe('platform');
    expect(ours.platformCost).toBe(ours.price);
    const error = await failure(connect(door.sandbox, { keys: {} }).generate(askFor('gpt-4o-mini', QUESTION)));
    expect(error).toMatchObject({ kind: 'key_missing', remedy: 'Set OPENAI_API_KEY, or use your own key.' });
  });
});
