import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readEvents } from './read-events.ts';

const stream = ReadableStream.prototype as unknown as Record<PropertyKey, unknown>;
const { values } = stream;
const iterator = stream[Symbol.asyncIterator];

// As in Safari.
beforeEach(() => {
  delete stream[Symbol.asyncIterator];
  delete stream.values;
});
afterEach(() => Object.assign(stream, { values, [Symbol.asyncIterator]: iterator }));

const bodyOf = (parts: readonly string[], onCancel?: () => void): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    pull(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      if (onCancel === undefined) controller.close();
    },
    cancel: onCancel,
  });

test('events are read from a stream that cannot be iterated over, however it is cut', async () => {
  const events = [];
  const parts = ['event: call\r\ndata: {"a"', ':1}\r', '\n\r\n: still here\n\nda', 'ta: one\ndata: two\n\n'];
  for await (const event of readEvents(bodyOf(parts))) events.push(event);
  expect(events).toEqual([
    { event: 'call', data: '{"a":1}' },
    { event: 'message', data: 'one\ntwo' },
  ]);
});

test('a stream that nobody reads on is cancelled', async () => {
  const cancelled = vi.fn<() => void>();
  for await (const { data } of readEvents(bodyOf(['data: 1\n\n', 'data: 2\n\n'], cancelled))) {
    expect(data).toBe('1');
    break;
  }
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalledOnce());
});

test('a stream that breaks says why', async () => {
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.error(new Error('the connection broke')),
  });
  await expect(readEvents(broken).next()).rejects.toThrow('the connection broke');
});
