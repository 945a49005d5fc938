import { MULAW_BYTES_PER_MS, MULAW_SILENCE } from '../audio/mulaw.ts';
import type { MulawAudio } from '../contracts/audio.ts';
import type { SpeechEngine } from './engine/speech-engine.ts';

/** A voice this likely is taken for one: what comes here was taken for one before. */
const THRESHOLD = 0.35;
/** Enough before for the detector to settle, and more behind than ends a turn. */
const LEAD_MS = 300;
const END_MS = 250;
/** A noise has no words, and nobody says so. */
const PATIENCE_MS = 3000;

const silence = (ms: number): Uint8Array => new Uint8Array(ms * MULAW_BYTES_PER_MS).fill(MULAW_SILENCE);

/** The words in `audio`, which is not part of a stream; '' when there are none. */
export function hearAside(engine: Pick<SpeechEngine, 'listen'>, audio: MulawAudio): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const ear = engine.listen(
    { threshold: THRESHOLD, silenceMs: END_MS },
    {
      onSpeechStarted: () => undefined,
      onSpeechStopped: () => undefined,
      onUtterance: (text) => resolve(text),
      onError: () => resolve(''),
      onClosed: () => resolve(''),
    },
  );
  const deadline = setTimeout(resolve, PATIENCE_MS, '');
  ear.hear(Buffer.concat([silence(LEAD_MS), audio, silence(2 * END_MS)]));
  return promise.finally(() => {
    clearTimeout(deadline);
    ear.close();
  });
}
