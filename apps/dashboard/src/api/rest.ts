import { currentSession } from '../session/session.ts';
import { ApiError, restError } from './api-error.ts';
import { authorizedFetch } from './authorized-fetch.ts';
import { saveFile } from './save-file.ts';
import { readEvents, type StreamEvent } from './read-events.ts';

/** A REST request for what typed RPC does not carry: files, sound, CSV. @throws ApiError */
export async function rest(path: string, init?: RequestInit): Promise<Response> {
  // A page that is about to close because somebody signed out has nothing more to ask.
  if (currentSession() === null) throw new ApiError('You’ve been signed out.', 401);
  const response = await authorizedFetch(path, init);
  if (!response.ok) throw await restError(response);
  return response;
}

/**
 * Saves what the api answers as a file, under the name that the api gives it. `onProgress` hears how many bytes have
 * come so far.
 */
export async function download(
  path: string,
  fallbackName: string,
  onProgress?: (bytes: number) => void,
): Promise<void> {
  const response = counted(await rest(path), onProgress);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? fallbackName;
  saveFile(await response.blob(), name);
}

function counted(response: Response, onProgress: ((bytes: number) => void) | undefined): Response {
  if (!onProgress || response.body === null) return response;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onProgress(bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), response);
}

/**
 * The events of a stream, one after the other, until it ends or `signal` aborts. EventSource cannot send the headers
 * that say who asks. @throws ApiError
 */
export async function* eventStream(path: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const response = await rest(path, { signal, headers: { accept: 'text/event-stream' } });
  if (response.body !== null) yield* readEvents(response.body);
}
