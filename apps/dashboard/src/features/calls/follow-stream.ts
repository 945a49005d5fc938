import { toApiError } from '#/api/api-error.ts';
import { eventStream } from '#/api/rest.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;
/** A connection that has held for so long was a good one: the next failure begins with a short pause again. */
const STEADY_MS = 5_000;

/** Whether news come: `broken` while another connection is being made, `refused` when none is made any more. */
export type Connection = 'steady' | 'broken' | 'refused';

interface FollowOptions {
  signal: AbortSignal;
  /** The data of each event, parsed. */
  onNews: (data: unknown) => void;
  /** A connection is being made; the first or another one. What came before may be out of date. */
  onConnect?: () => void;
  /** How the connection stands, whenever it may have changed. */
  onConnection?: (connection: Connection) => void;
  /** Whether the stream has said all that it will ever say. */
  isOver?: () => boolean;
}

/** Reads a stream of news and connects again, with growing pauses, until `signal` aborts or the stream is over. */
export async function followStream(path: string, options: FollowOptions): Promise<void> {
  const { signal, onNews, onConnect, onConnection, isOver } = options;
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const steady = setTimeout(() => {
      pause = FIRST_PAUSE_MS;
      onConnection?.('steady');
    }, STEADY_MS);
    try {
      onConnect?.();
      for await (const { data } of eventStream(path, signal)) {
        onConnection?.('steady');
        onNews(JSON.parse(data));
      }
    } catch (error) {
      // What may not be read now may not be read in a second either.
      if ([401, 403, 404].includes(toApiError(error).status)) {
        onConnection?.('refused');
        return;
      }
    } finally {
      clearTimeout(steady);
    }
    if (signal.aborted || isOver?.()) return;
    onConnection?.('broken');
    await pauseFor(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** Waits, but not beyond the abort. */
const pauseFor = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
