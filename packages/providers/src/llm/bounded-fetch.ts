/** An answer that is longer than anybody wants to read. */
export class AnswerTooLarge extends Error {
  override name = 'AnswerTooLarge';
}

function countingTo(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > limit) controller.error(new AnswerTooLarge(`The response is larger than ${limit} bytes`));
      else controller.enqueue(chunk);
    },
  });
}

/** `fetch` that follows no redirect, for a key went along, and reads no more than `maxBytes` of an answer. */
export const boundedFetch =
  (maxBytes: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    const { status, statusText, headers } = response;
    return new Response(response.body?.pipeThrough(countingTo(maxBytes)) ?? null, { status, statusText, headers });
  };
