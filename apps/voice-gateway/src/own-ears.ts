import type { Logger } from '@leadlock/observability/logger';
import { hearAside, openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';

/** The engine of hearing, which takes 250 MB, is given back when nobody has needed it for so long. */
const IDLE_MS = 5 * 60_000;

/** Hears a few English words at a time, for callers whose provider cannot do that aside. */
export interface OwnEars {
  /** The words in μ-law; '' when there are none. Errors: rejects when the engine does not start. */
  hear(audio: Uint8Array): Promise<string>;
}

/** Loads the engine when it is needed first. `open` opens one; the last who closes it ends it. */
export function createOwnEars(log: Logger, open: () => Promise<SpeechEngine> = openSpeechEngine): OwnEars {
  let engine: Promise<SpeechEngine> | null = null;
  let idle: NodeJS.Timeout | undefined;

  function release(): void {
    const unused = engine;
    engine = null;
    unused
      ?.then((opened) => opened.close())
      .catch((err: unknown) => log.warn({ err }, 'failed to close the gateway’s speech detection'));
  }

  return {
    async hear(audio) {
      clearTimeout(idle);
      idle = setTimeout(release, IDLE_MS).unref();
      const opening = (engine ??= open());
      try {
        return await hearAside(await opening, audio);
      } catch (error) {
        if (engine === opening) engine = null;
        throw error;
      }
    },
  };
}
