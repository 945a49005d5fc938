import type { LocalVoice } from '../descriptor.ts';
import { loadFlite, type Flite } from './flite.ts';
import type { StreamingSynthesizer } from './hts/hts-synthesizer.ts';

/** Speaks plain words in a voice: 8 kHz μ-law, block by block. Errors: throws when a synthesiser refuses or is missing. */
export type Speak = (words: string, voice: LocalVoice) => AsyncGenerator<Uint8Array>;

/** All voices, each with what it takes loaded when it is first needed. */
export function createSpeaker(): Speak {
  let flite: Promise<Flite> | null = null;
  let hts: Promise<StreamingSynthesizer> | null = null;
  const theFlite = (): Promise<Flite> => (flite ??= loadFlite());

  /** With it comes a dictionary of 35 MB, which is of no use to the other voices. */
  async function loadHts(): Promise<StreamingSynthesizer> {
    const { loadHtsSynthesizer } = await import('./hts/hts-synthesizer.ts');
    return loadHtsSynthesizer(async (words) => (await theFlite()).spellOut(words));
  }

  return async function* speak(words, voice) {
    if (voice === 'slt') yield* (await (hts ??= loadHts()))(words);
    else yield await (await theFlite()).speak(words, voice);
  };
}
