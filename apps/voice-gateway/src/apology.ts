import type { Logger } from '@leadlock/observability/logger';
import { openSpeechEngine } from '@leadlock/voice/local';

const APOLOGY =
  'I am sorry. We have a technical problem, and I have to end this call. Please try again in a few minutes.';

/**
 * Speaks the apology once, ahead of need: when a provider fails there is no time to, and the voice that does it takes
 * memory that a gateway without local agents does not need again.
 */
export function prepareApology(log: Logger): () => Promise<Uint8Array> {
  const spoken = (async () => {
    const engine = await openSpeechEngine();
    try {
      return await engine.synthesize(APOLOGY, 'slt');
    } finally {
      await engine.close();
    }
  })();
  spoken.catch((err: unknown) => log.error({ err }, 'could not prepare the apology'));
  return () => spoken;
}
