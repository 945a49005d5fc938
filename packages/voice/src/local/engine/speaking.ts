import type { LocalVoice } from '../descriptor.ts';
import type { Pronounce } from './english/pronunciation.ts';
import { loadFlite, type Flite } from './flite.ts';
import { loadHtsSynthesizer, type StreamingSynthesizer } from './hts/hts-synthesizer.ts';

/** Speaks plain words in a voice: 8 kHz μ-law, block by block. Errors: throws when a synthesiser refuses or is missing. */
type Speak = (words: string, voice: LocalVoice) => AsyncGenerator<Uint8Array>;

/** All voices, and how words sound. */
export interface Speaker {
  speak: Speak;
  pronounce: Pronounce;
}

/** Loads what a voice takes when it is first needed. */
export function createSpeaker(): Speaker {
  let flite: Promise<Flite> | null = null;
  let pronouncer: Promise<Pronounce> | null = null;
  let hts: Promise<StreamingSynthesizer> | null = null;
  const theFlite = (): Promise<Flite> => (flite ??= loadFlite());

  /** With it comes a dictionary of 35 MB, which is of no use to Flite's voices. */
  async function loadPronouncer(): Promise<Pronounce> {
    const { createPronouncer } = await import('./english/pronunciation.ts');
    return createPronouncer(async (words) => (await theFlite()).spellOut(words));
  }

  const pronounce: Pronounce = async (words) => (await (pronouncer ??= loadPronouncer()))(words);

  async function* speak(words: string, voice: LocalVoice): AsyncGenerator<Uint8Array> {
    if (voice === 'slt') yield* (await (hts ??= loadHtsSynthesizer(pronounce)))(words);
    else yield await (await theFlite()).speak(words, voice);
  }

  return { speak, pronounce };
}
