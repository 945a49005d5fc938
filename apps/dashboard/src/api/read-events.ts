import { EventSourceParserStream } from 'eventsource-parser/stream';

/** One server-sent event. */
export interface StreamEvent {
  event: string;
  data: string;
}

/** The events of a body, one after the other, until it ends. The body is cancelled when nobody asks for more. */
export async function* readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<StreamEvent> {
  // Safari's streams cannot be iterated over.
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const { event = 'message', data } = part.value;
      yield { event, data };
    }
  } finally {
    // One that broke has nothing left to cancel, and says so.
    await reader.cancel().catch(() => undefined);
  }
}
