import type { SpeechEngine, SpeechVoice } from './engine/speech-engine.ts';

/** An engine that is there while it is used, and a while longer. */
export interface EngineOnDemand<Engine extends SpeechVoice = SpeechEngine> {
  /** Opens the engine for one user. Each `use` wants one `release`, also when it rejects. */
  use(): Promise<Engine>;
  release(): void;
  /** What `use` gave is gone or did not start: the next user gets another one. */
  lost(engine: Promise<Engine>): void;
}

/** Opens the engine for its first user and closes it once nobody has used it for `idleMs`. */
export function createEngineOnDemand<Engine extends SpeechVoice>(
  open: () => Promise<Engine>,
  idleMs: number,
): EngineOnDemand<Engine> {
  let opened: Promise<Engine> | null = null;
  let users = 0;
  let idle: NodeJS.Timeout | undefined;

  function letGo(): void {
    // An engine that does not close is gone already.
    opened?.then((engine) => engine.close()).catch(() => undefined);
    opened = null;
  }

  return {
    use() {
      clearTimeout(idle);
      users++;
      return (opened ??= open());
    },
    release() {
      users--;
      if (users > 0) return;
      clearTimeout(idle);
      idle = setTimeout(letGo, idleMs).unref();
    },
    lost(engine) {
      if (opened === engine) letGo();
    },
  };
}
