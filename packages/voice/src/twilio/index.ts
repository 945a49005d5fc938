export { acceptMediaStream, MEDIA_SOCKET_OPTIONS, TwilioMediaStream, type MediaStreamOptions } from './media-stream.ts';
export type { StreamStart } from './stream-event.ts';
