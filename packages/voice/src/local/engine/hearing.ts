import type { SpeechRecognizer } from './moonshine.ts';
import type { SpeechDetector } from './silero.ts';

/** What an ear is made of. */
export interface Hearing {
  recognize: SpeechRecognizer;
  createDetector: () => SpeechDetector;
}

/**
 * Loads the models of hearing (about 0.8 s, 250 MB), and with them the runtime of the models, which nobody who only
 * speaks needs. Errors: rejects when a model is missing or does not load.
 */
export async function loadHearing(): Promise<Hearing> {
  const [{ loadMoonshine }, { loadSilero }] = await Promise.all([import('./moonshine.ts'), import('./silero.ts')]);
  const [recognize, createDetector] = await Promise.all([loadMoonshine(), loadSilero()]);
  return { recognize, createDetector };
}
