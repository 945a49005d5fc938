import { MULAW_BYTES_PER_MS } from '@leadlock/voice/audio';
import type { LocalVoice, SpeechEngine } from '@leadlock/voice/local';
import { hear } from './hear.ts';
import { NAMED_SENTENCES, PLAIN_SENTENCES } from './sentences.ts';
import { hasName, wordErrors } from './word-errors.ts';

export interface VoiceFigures {
  voice: LocalVoice;
  /** Share of words that the recognizer gets wrong, from 0 on. */
  wordErrorRate: number;
  namesRight: number;
  /** The same with an ear that knows the names. */
  knownNamesRight: number;
  /** Plain sentences in which that ear hears a name that nobody said. */
  falseNames: number;
  /** Time to speak, as a share of the speech's length. */
  realTimeFactor: number;
  /** Median time to the first sound, in ms. */
  firstBlockMs: number;
}

const NAMES = NAMED_SENTENCES.map(({ name }) => name);

/** Has a voice say everything, and the recognizer listen to it as over a phone. `every` takes one sentence in so many. */
export async function measureVoice(engine: SpeechEngine, voice: LocalVoice, every: number): Promise<VoiceFigures> {
  const sample = <Item>(items: readonly Item[]): Item[] => items.filter((_, i) => i % every === 0);
  const firstBlocks: number[] = [];
  const total = { errors: 0, words: 0, workMs: 0, speechMs: 0, names: 0, known: 0, falseNames: 0 };

  async function speak(sentence: string): Promise<Uint8Array> {
    const start = performance.now();
    let first: number | null = null;
    const audio = await engine.synthesize(sentence, voice, () => (first ??= performance.now() - start));
    total.workMs += performance.now() - start;
    total.speechMs += audio.length / MULAW_BYTES_PER_MS;
    firstBlocks.push(first ?? Infinity);
    return audio;
  }

  // What is loaded when a voice speaks for the first time is not its speed.
  await engine.synthesize('Xylqwrt is no word, and this is a warm-up.', voice);
  for (const sentence of sample(PLAIN_SENTENCES)) {
    const audio = await speak(sentence);
    const { errors, words } = wordErrors(sentence, await hear(engine, audio));
    total.errors += errors;
    total.words += words;
    const known = await hear(engine, audio, NAMES);
    if (NAMES.some((name) => hasName(known, name))) total.falseNames++;
  }
  for (const { name, sentence } of sample(NAMED_SENTENCES)) {
    const audio = await speak(sentence);
    if (hasName(await hear(engine, audio), name)) total.names++;
    if (hasName(await hear(engine, audio, NAMES), name)) total.known++;
  }
  return {
    voice,
    wordErrorRate: total.errors / total.words,
    namesRight: total.names,
    knownNamesRight: total.known,
    falseNames: total.falseNames,
    realTimeFactor: total.workMs / total.speechMs,
    firstBlockMs: firstBlocks.toSorted((a, b) => a - b)[firstBlocks.length >> 1] ?? 0,
  };
}
