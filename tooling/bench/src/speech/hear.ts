import { MULAW_BYTES_PER_MS, MULAW_SILENCE } from '@leadlock/voice/audio';
import type { SpeechEngine } from '@leadlock/voice/local';

const silence = (ms: number): Uint8Array => new Uint8Array(ms * MULAW_BYTES_PER_MS).fill(MULAW_SILENCE);

/** Longer than any pause within a sentence. */
const END_MS = 800;

/** What the ear of an agent that knows `names` makes of some speech; '' when it takes it for noise. */
export function hear(engine: SpeechEngine, speech: Uint8Array, names?: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let turns = 0;
    const heard: string[] = [];
    const ear = engine.listen(
      { silenceMs: END_MS, threshold: 0.5, names },
      {
        onSpeechStarted() {
          turns++;
        },
        onSpeechStopped: () => undefined,
        onUtterance(text) {
          heard.push(text);
          if (heard.length < turns) return;
          ear.close();
          resolve(heard.join(' '));
        },
        onError: reject,
        onClosed: reject,
      },
    );
    ear.hear(Buffer.concat([silence(300), speech, silence(END_MS + 400)]));
  });
}
