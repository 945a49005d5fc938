import type { SpeechProvider, SpeechRequest, SpokenText } from '@leadlock/providers/contracts';
import { LRUCache } from 'lru-cache';

const FRESH_MS = 10 * 60_000;
const MAX_BYTES = 16 * 1024 * 1024;

type Speak = () => Promise<SpokenText>;

/** What was spoken lately, so that who listens twice does not pay twice. Two requests for the same share one. */
const samples = new LRUCache<string, SpokenText, Speak>({
  maxSize: MAX_BYTES,
  sizeCalculation: ({ audio }) => audio.length,
  ttl: FRESH_MS,
  // What makes room for others while it is spoken is still heard by who asked.
  ignoreFetchAbort: true,
  fetchMethod: (_key, _stale, { context }) => context(),
});

/** Speaks, unless this tenant has heard the same a moment ago. */
export const speakOnce = (speech: SpeechProvider, tenantId: string, request: SpeechRequest): Promise<SpokenText> =>
  samples.forceFetch(JSON.stringify([tenantId, request.provider, request.voice, request.text]), {
    context: () => speech.speak(request),
  });
