/** One server-sent event. */
export interface StreamEvent {
  event: string;
  data: string;
}

/** The events of a body, one after the other, until it ends. The body is cancelled when nobody asks for more. */
export async function* readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<StreamEvent> {
  // Safari's streams cannot be iterated over.
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      buffered += part.value.replaceAll('\r\n', '\n');
      for (let end = buffered.indexOf('\n\n'); end >= 0; end = buffered.indexOf('\n\n')) {
        const parsed = parseEvent(buffered.slice(0, end));
        buffered = buffered.slice(end + 2);
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
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null;
}
