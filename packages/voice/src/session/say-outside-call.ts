import type { MulawAudio } from '../contracts/audio.ts';
import type { MediaTransport } from '../contracts/media-transport.ts';
import { encodeAudio } from '../wire/base64-audio.ts';

const BYTES_PER_MS = 8;
/** How much longer than it takes the other side may need to say that it was heard. */
const MARK_PATIENCE_MS = 3000;
const HEARD = 'heard';

/** Says something to a caller whom no session has yet. */
export const sayBeforeCall = (transport: Pick<MediaTransport, 'sendAudio'>, audio: MulawAudio): void =>
  transport.sendAudio(encodeAudio(audio));

/** Says something to a caller whom no session gets. Resolves once it was heard, or the caller is gone. */
export function sayInsteadOfCall(transport: MediaTransport, audio: MulawAudio): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, audio.length / BYTES_PER_MS + MARK_PATIENCE_MS);
  const nothing = (): void => undefined;
  transport.listen({
    onAudio: nothing,
    onDtmf: nothing,
    onText: nothing,
    onTyping: nothing,
    onMark: (name) => name === HEARD && over.resolve(),
    onClosed: () => over.resolve(),
  });
  transport.sendAudio(encodeAudio(audio), HEARD);
  return over.promise.finally(() => clearTimeout(timer));
}
