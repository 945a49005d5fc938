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

/** The comment by which the API says that whatever comes now is news. */
const LISTENING = 'listening';

/** Whether asking again would give the same answer. An API that is being restarted gives others for a while. */
const isFinal = (error: unknown): boolean => error instanceof CliError && error.exitCode !== EXIT.failed;

/**
 * The events of a server-sent stream. A connection that breaks or that the server ends is made again, for as long as it
 * takes; whoever reads ends it by leaving the loop. `pathAfter` gives the address to go on from, after the event with
 * that id; `onListening` is called once. @throws CliError when the API refuses, and when it cannot be reached in the
 * first place.
 */
export async function* watchEvents(
  { rest }: Connection,
  pathAfter: (lastId: string | undefined) => string,
  onListening: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  let lastId: string | undefined;
  let wait = FIRST_WAIT_MS;
  let isConnected = false;
  let isListening = false;
  const onComment = (comment: string): void => {
    if (comment.trim() !== LISTENING || isListening) return;
    isListening = true;
    onListening();
  };
  for (;;) {
    try {
      const { body } = await rest(pathAfter(lastId), 'text/event-stream');
      if (body === null) throw new CliError('Empty response from the API');
      isConnected = true;
      wait = FIRST_WAIT_MS;
      const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream({ onComment }));
      for await (const { event, id, data } of events) {
        lastId = id ?? lastId;
        yield { event, id, data };
      }
    } catch (error) {
      if (!isConnected || isFinal(error)) throw error;
      warning('Connection lost. Reconnecting…');
    }
    await delay(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}
