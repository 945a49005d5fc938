import type { LocalVoice } from '../descriptor.ts';
import { startEngineProcess, type EngineProcess } from './engine-process.ts';
import type { Ear, EarListener } from './listening.ts';
import type { EarOptions } from './messages.ts';
import { speakable } from './speakable.ts';
import { createSynthesisCache } from './synthesis-cache.ts';

/** Text to speech on this machine, in a process of its own. */
export interface SpeechVoice {
  /**
   * Speaks English text: 8 kHz μ-law, empty for a text without a word. `onAudio` gets the same in blocks as soon as they are
   * there. Errors: rejects when the engine is closed or fails.
   */
  synthesize(text: string, voice: LocalVoice, onAudio?: (block: Uint8Array) => void): Promise<Uint8Array>;
  /** Gives the engine back; the last user's `close` ends the process. Safe to call twice. */
  close(): Promise<void>;
}

/** Speech to text and text to speech on this machine, in a process of its own. */
export interface SpeechEngine extends SpeechVoice {
  /** Opens an ear: μ-law in, turns and words out. */
  listen(options: EarOptions, listener: EarListener): Ear;
}

/** More than ten minutes of speech are no answer. */
const MAX_TEXT = 10_000;

/** The engine of this process and how many opened it. */
interface SharedEngine {
  users: number;
  started: Promise<EngineProcess>;
  spoken: ReturnType<typeof createSynthesisCache>;
}

let shared: SharedEngine | null = null;

/** Joins the engine that runs, or starts it. Resolves to what it runs in and to the voice, which has to be closed. */
async function join(): Promise<{ engine: EngineProcess; voice: SpeechVoice }> {
  const joined = (shared ??= { users: 0, started: startEngineProcess(), spoken: createSynthesisCache() });
  joined.users++;
  const engine = await joined.started.catch((error: unknown) => {
    if (shared === joined) shared = null;
    throw error;
  });
  if (engine.hasFailed()) {
    if (shared === joined) shared = null;
    return join();
  }
  let open = true;
  const voice: SpeechVoice = {
    async synthesize(text, name, onAudio) {
      if (!open) throw new Error('The speech engine is closed');
      const words = speakable(text.slice(0, MAX_TEXT));
      if (words === '') return new Uint8Array(0);
      const blocks: Uint8Array[] = [];
      let streamed = false;
      const audio = await joined.spoken(words, name, async () => {
        streamed = true;
        await engine.synthesize(words, name, (block) => {
          blocks.push(block);
          onAudio?.(block);
        });
        return Buffer.concat(blocks);
      });
      if (!streamed) onAudio?.(audio);
      return audio;
    },
    async close() {
      if (!open) return;
      open = false;
      joined.users--;
      if (joined.users > 0) return;
      if (shared === joined) shared = null;
      await engine.stop();
    },
  };
  return { engine, voice };
}

/**
 * Opens the engine for speaking alone, which loads no model of hearing. It is the same engine for all who open it.
 * Errors: rejects when the engine does not start; the next call tries again.
 */
export const openSpeechVoice = async (): Promise<SpeechVoice> => (await join()).voice;

/**
 * Opens the engine for hearing and speaking (about 0.8 s for the first who does). Errors: rejects when a model is missing
 * or does not load; the next call tries again.
 */
export async function openSpeechEngine(): Promise<SpeechEngine> {
  const { engine, voice } = await join();
  try {
    await engine.loadHearing();
  } catch (error) {
    await voice.close();
    throw error;
  }
  return { ...voice, listen: (options, listener) => engine.listen(options, listener) };
}
