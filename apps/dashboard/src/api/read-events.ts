/** One server-sent event. */
export interface StreamEvent {
  event: string;
  data: string;
}

const LINE_END = /\r?\n/;
const EVENT_END = /\r?\n\r?\n/;

/**
 * The events of a body, one after the other, until it ends. The body is cancelled when nobody asks for more. It reads what
 * our api sends and no more of the format: a library for all of it is 3 kB, which the heaviest pages do not have to spare.
 */
export async function* readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<StreamEvent> {
  // Safari's streams cannot be iterated over.
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const blocks = (buffered + part.value).split(EVENT_END);
      // The last one is not over yet.
      buffered = blocks.pop() ?? '';
      for (const block of blocks) {
        const parsed = parseEvent(block);
        if (parsed) yield parsed;
      }
    }
  } finally {
    // One that broke has nothing left to cancel, and says so.
    await reader.cancel().catch(() => undefined);
  }
}

/** Null for a comment, which only keeps the connection open. */
function parseEvent(block: string): StreamEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(LINE_END)) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null;
}
