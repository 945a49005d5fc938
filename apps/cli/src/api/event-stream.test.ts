import { expect, test, vi } from 'vitest';
import { CliError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import type { Connection } from './connection.ts';
import { watchEvents } from './event-stream.ts';

type Answer = () => Promise<Response>;

/** A connection whose requests get these answers in turn, and the paths that were asked for. */
function connectionTo(answers: readonly Answer[]) {
  const paths: string[] = [];
  const rest = (path: string, _type: string): Promise<Response> => {
    const answer = answers[paths.length];
    paths.push(path);
    if (!answer) throw new Error('The test did not expect another request');
    return answer();
  };
  return { connection: { rest } as Connection, paths };
}

const stream =
  (text: string, error?: Error): Answer =>
  async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text));
          if (error) setTimeout(() => controller.error(error), 10);
          else controller.close();
        },
      }),
    );
const refuse =
  (exitCode: 1 | 3): Answer =>
  () =>
    Promise.reject(new CliError('No', { exitCode }));

async function readAll(connection: Connection, onListening?: () => void): Promise<{ data: string[]; error: unknown }> {
  const data: string[] = [];
  const path = (lastId: string | undefined): string => `/events?after=${lastId ?? ''}`;
  try {
    for await (const event of watchEvents(connection, path, onListening)) data.push(event.data);
  } catch (error) {
    return { data, error };
  }
  return { data, error: null };
}

test('a connection that is cut or ends goes on after the last event, until the API says no', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const onListening = vi.fn<() => void>();
  const { connection, paths } = connectionTo([
    stream(': listening\n\nid: 1\ndata: one\n\n', new Error('cut')),
    refuse(EXIT.failed),
    stream(': listening\n\nid: 2\ndata: two\n\n'),
    refuse(EXIT.notAllowed),
  ]);
  const { data, error } = await readAll(connection, onListening);
  expect(data).toEqual(['one', 'two']);
  expect(error).toMatchObject({ exitCode: EXIT.notAllowed });
  expect(paths).toEqual(['/events?after=', '/events?after=1', '/events?after=1', '/events?after=2']);
  expect(onListening).toHaveBeenCalledTimes(1);
  expect(stderr.mock.calls.flat().join('')).toContain('Reconnecting');
});

test('what cannot be reached in the first place is an error at once', async () => {
  const { connection, paths } = connectionTo([refuse(EXIT.failed)]);
  expect((await readAll(connection)).error).toMatchObject({ exitCode: EXIT.failed });
  expect(paths).toHaveLength(1);
});
