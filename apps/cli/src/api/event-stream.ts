import { setTimeout as delay } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { CliError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import { warning } from '../program/output.ts';
import type { Connection } from './connection.ts';

export interface StreamEvent {
  event: string | undefined;
  id: string | undefined;
  data: string;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export interface WatchOptions {
  /** Called for each comment of the server. */
  onComment?: (comment: string) => void;
  /** Called once, when the first connection stands. */
  onOpen?: () => void;
}

async function* readOnce(
  { rest }: Connection,
  path: string,
  lastId: string | undefined,
  { onComment, onOpen }: WatchOptions,
): AsyncGenerator<StreamEvent> {
  const response = await rest(path, {
    headers: { accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
  });
  if (response.body === null) return;
  onOpen?.();
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream(onComment ? { onComment } : {}));
  for await (const { event, id, data } of events) yield { event, id, data };
}

/** Whether asking again would give the same answer. An API that is being restarted gives others for a while. */
const isFinal = (error: unknown): boolean => error instanceof CliError && error.exitCode !== EXIT.failed;

/**
 * The events of a server-sent stream. A connection that breaks or that the server ends is made again, for as long as it
 * takes; whoever reads ends it by leaving the loop. @throws CliError when the API refuses it, and when it cannot be
 * reached in the first place.
 */
export async function* watchEvents(
  connection: Connection,
  path: string,
  options: WatchOptions = {},
): AsyncGenerator<StreamEvent> {
  let lastId: string | undefined;
  let wait = FIRST_WAIT_MS;
  let isOpen = false;
  const once: WatchOptions = {
    ...options,
    onOpen() {
      wait = FIRST_WAIT_MS;
      if (!isOpen) options.onOpen?.();
      isOpen = true;
    },
  };
  for (;;) {
    try {
      for await (const event of readOnce(connection, path, lastId, once)) {
        lastId = event.id ?? lastId;
        yield event;
      }
    } catch (error) {
      if (!isOpen || isFinal(error)) throw error;
      warning('The connection was lost; connecting again');
    }
    await delay(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}
