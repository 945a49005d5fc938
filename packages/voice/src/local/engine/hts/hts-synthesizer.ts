import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { encodeMulaw } from '../../../audio/mulaw.ts';
import { createResampler } from '../../../audio/resample.ts';
import { labelsOf } from '../english/labels.ts';
import { phrasesOf, type PlainPhrase } from '../english/phrases.ts';
import type { Pronounce } from '../english/pronunciation.ts';
import { modelFiles } from '../model-files.ts';
import { newLabel } from './decision-tree.ts';
import { parametersOf } from './parameters.ts';
import { filteredSpeech } from './synthesis-filter.ts';
import { readVoice } from './voice-file.ts';

const PHONE_RATE = 8000;
/** What a phone line and the averages of the voice take from the treble; the recognizer makes fewest mistakes with it. */
const TREBLE = 0.4;
const LOUDNESS = 1.3;
/** So much is computed before its first sound, and in one go. */
const MAX_WORDS_AT_ONCE = 40;

/** Speaks plain English as 8 kHz μ-law, in blocks of up to 100 ms that come as soon as they are made. */
export type StreamingSynthesizer = (words: string) => AsyncGenerator<Uint8Array>;

/** Loads the voice. Whatever it speaks, other work of the process has its turn after each block. */
export async function loadHtsSynthesizer(pronounce: Pronounce): Promise<StreamingSynthesizer> {
  const voice = readVoice(await readFile(modelFiles.htsVoice()));
  return async function* speak(words) {
    const onThePhone = phoneSound(voice.sampleRate);
    for (const phrases of utterancesOf(phrasesOf(words))) {
      const phones = await pronounce(phrases.flatMap((phrase) => phrase.words));
      const labels = labelsOf(phrases, phones).map(newLabel);
      for (const block of filteredSpeech(voice, parametersOf(voice, labels))) {
        yield onThePhone(block);
        await setImmediate();
      }
    }
  };
}

/** What is spoken as one: a sentence, or as much of it as is made at once. */
function* utterancesOf(phrases: readonly PlainPhrase[]): Generator<PlainPhrase[]> {
  let utterance: PlainPhrase[] = [];
  let count = 0;
  for (const phrase of phrases) {
    if (utterance.length > 0 && count + phrase.words.length > MAX_WORDS_AT_ONCE) {
      yield utterance;
      utterance = [];
      count = 0;
    }
    utterance.push(phrase);
    count += phrase.words.length;
    if (!/[.?!]/.test(phrase.mark)) continue;
    yield utterance;
    utterance = [];
    count = 0;
  }
  if (utterance.length > 0) yield utterance;
}

function phoneSound(rate: number): (block: Int16Array) => Uint8Array {
  const resampler = createResampler(rate, PHONE_RATE);
  let last = 0;
  return (block) => {
    const narrow = resampler.process(block);
    for (let i = 0; i < narrow.length; i++) {
      const sample = narrow[i] as number;
      narrow[i] = Math.max(-32_768, Math.min(32_767, LOUDNESS * (sample - TREBLE * last)));
      last = sample;
    }
    const mulaw = new Uint8Array(narrow.length);
    encodeMulaw(narrow, mulaw);
    return mulaw;
  };
}
