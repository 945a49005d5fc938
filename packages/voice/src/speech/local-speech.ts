import { wavOfMulaw } from '../audio/wav.ts';
import { createEngineOnDemand } from '../local/engine-on-demand.ts';
import type { SpeechVoice } from '../local/engine/speech-engine.ts';
import { LOCAL_VOICES } from '../local/descriptor.ts';
import { SpeechError } from './speech-error.ts';
import type { SpeechOrder, SpokenText } from './vendor.ts';

/** Whoever compares voices plays several; the memory is free soon after. */
const IDLE_MS = 30_000;

/** Speaks with the synthesizer of this machine. @throws SpeechError */
export function createLocalSpeech(openVoice: () => Promise<SpeechVoice>) {
  const engine = createEngineOnDemand(openVoice, IDLE_MS);
  return async ({ voice: name, text }: SpeechOrder): Promise<SpokenText> => {
    const voice = LOCAL_VOICES.find((known) => known === name);
    if (!voice) throw new SpeechError('voice_unknown', `There is no voice ${name}`);
    const opening = engine.use();
    let mulaw: Uint8Array;
    try {
      mulaw = await (await opening).synthesize(text, voice);
    } catch (error) {
      engine.lost(opening);
      throw new SpeechError('vendor_down', 'The speech engine failed', { cause: error });
    } finally {
      engine.release();
    }
    if (mulaw.length === 0) throw new SpeechError('text_refused', 'The text has no words to speak');
    return { audio: wavOfMulaw([mulaw]), contentType: 'audio/wav' };
  };
}
