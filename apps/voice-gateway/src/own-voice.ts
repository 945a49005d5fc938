import type { Logger } from '@leadlock/observability/logger';
import { DEFAULT_LOCAL_VOICE, openSpeechVoice } from '@leadlock/voice/local';
import { RECORDING_DISCLOSURE } from '@leadlock/telephony/calls';
import { DEFAULT_CALL_POLICY, OWN_SENTENCES } from '@leadlock/voice/session';

/** Sentences beyond those known ahead: texts of suspensions and the like, a handful. */
const MAX_SENTENCES = 100;

/** All that a call may have to say without its provider, and the notice that it owes. */
export const KNOWN_AHEAD: readonly string[] = [
  ...Object.values(OWN_SENTENCES).flat(),
  DEFAULT_CALL_POLICY.farewell,
  RECORDING_DISCLOSURE,
];

/** What the gateway says itself, in μ-law, when a voice provider cannot. */
export interface OwnVoice {
  speak(text: string): Promise<Uint8Array>;
}

/**
 * Speaks the sentences that calls may need ahead of need, because there is no time to when a provider fails. Then it lets the
 * engine go.
 */
export function createOwnVoice(log: Logger): OwnVoice {
  const spoken = new Map<string, Promise<Uint8Array>>();

  async function synthesize(text: string): Promise<Uint8Array> {
    const engine = await openSpeechVoice();
    try {
      return await engine.synthesize(text, DEFAULT_LOCAL_VOICE);
    } finally {
      await engine.close();
    }
  }

  function speak(text: string): Promise<Uint8Array> {
    const known = spoken.get(text);
    if (known) return known;
    const speaking = synthesize(text);
    spoken.set(text, speaking);
    if (spoken.size > MAX_SENTENCES)
      spoken.delete([...spoken.keys()].find((key) => !KNOWN_AHEAD.includes(key)) ?? text);
    speaking.catch((err: unknown) => {
      spoken.delete(text);
      log.error({ err }, 'failed to speak with the gateway’s own voice');
    });
    return speaking;
  }

  // It has logged its failure, and is tried again when it is needed.
  for (const text of KNOWN_AHEAD) speak(text).catch(() => undefined);
  return { speak };
}
