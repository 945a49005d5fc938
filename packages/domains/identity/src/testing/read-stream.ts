/** A stream of server-sent events, read as it comes. */
export interface EventReader {
  status: number;
  /** The id of the last event that was read. */
  readonly lastId: string | null;
  /** The data of the next event; null once the stream has ended. */
  next(): Promise<unknown>;
  /** Skips events until the comment arrives. */
  untilComment(comment: string): Promise<unknown[]>;
  leave(): void;
}

/** Opens a stream of events over HTTP. */
export async function readStream(
  url: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<EventReader> {
  const leaving = new AbortController();
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: leaving.signal,
  });
  const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let lastId: string | null = null;

  /** The next event or comment, as its lines. */
  async function block(): Promise<string[] | null> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        lastId = lines.find((line) => line.startsWith('id: '))?.slice(4) ?? lastId;
        return lines;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
  }

  const hasData = (lines: readonly string[]): boolean => lines.some((line) => line.startsWith('data: '));
  const dataOf = (lines: readonly string[]): unknown =>
    JSON.parse(
      lines
        .filter((line) => line.startsWith('data: '))
        .map((line) => line.slice(6))
        .join('\n'),
    );

  return {
    status: answer.status,
    get lastId() {
      return lastId;
    },
    async next() {
      for (let lines = await block(); lines; lines = await block()) {
        if (hasData(lines)) return dataOf(lines);
      }
      return null;
    },
    async untilComment(comment) {
      const seen: unknown[] = [];
      for (let lines = await block(); lines; lines = await block()) {
        if (lines.includes(`: ${comment}`)) return seen;
        if (hasData(lines)) seen.push(dataOf(lines));
      }
      throw new Error('The stream ended before the comment');
    },
    leave: () => leaving.abort(),
  };
}
