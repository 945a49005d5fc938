import type { LocalVoice, SpeechEngine } from '@leadlock/voice/local';

export interface SpokenSentence {
  sentence: string;
  /** 8 kHz μ-law. */
  audio: Uint8Array;
}

/**
 * Sentences with their sound. Each is made while the one before is sent, so that the listener hears no gap between them that a
 * vendor's voice would not have, however busy this machine is.
 */
export async function* spokenSentences(
  engine: Pick<SpeechEngine, 'synthesize'>,
  voice: LocalVoice,
  sentences: readonly string[],
): AsyncGenerator<SpokenSentence> {
  const made: Promise<Uint8Array>[] = [];
  const make = (sentence: string | undefined): void => {
    if (sentence === undefined) return;
    const audio = engine.synthesize(sentence, voice);
    // Whoever stops to listen does not wait for it any more.
    audio.catch(() => undefined);
    made.push(audio);
  };
  make(sentences[0]);
  for (const [index, sentence] of sentences.entries()) {
    const audio = await made[index];
    make(sentences[index + 1]);
    yield { sentence, audio: audio ?? new Uint8Array(0) };
  }
}
