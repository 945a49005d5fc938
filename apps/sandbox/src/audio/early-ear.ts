import type { EarListener, EarOptions, SpeechEngine } from '@leadlock/voice/local';

export interface EarlyEar {
  /** Takes 8 kHz μ-law; the bytes may be reused afterwards. */
  hear(mulaw: Uint8Array): void;
  close(): void;
}

/** An ear that can be spoken to at once: what comes before the engine runs is kept for it. */
export function openEarlyEar(
  engine: Promise<SpeechEngine>,
  options: EarOptions,
  listener: EarListener & { onError(error: Error): void },
): EarlyEar {
  let early: Uint8Array[] = [];
  let ear: EarlyEar | null = null;
  let closed = false;
  engine.then(
    (opened) => {
      if (closed) return;
      ear = opened.listen(options, listener);
      for (const audio of early) ear.hear(audio);
      early = [];
    },
    (error: unknown) => listener.onError(error instanceof Error ? error : new Error(String(error))),
  );
  return {
    hear(mulaw) {
      if (ear) ear.hear(mulaw);
      else if (!closed) early.push(mulaw.slice());
    },
    close() {
      closed = true;
      early = [];
      ear?.close();
    },
  };
}
