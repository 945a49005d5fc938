import type { RealtimeListener, RealtimeProvider, RealtimeSessionConfig } from '../contracts/realtime-provider.ts';
import type { Dialogue } from './dialogue/dialogue.ts';
import { ruleBasedDialogue } from './dialogue/rule-based-dialogue.ts';
import { createEngineOnDemand } from './engine-on-demand.ts';
import type { SpeechEngine } from './engine/speech-engine.ts';
import { createLocalSession } from './local-session.ts';

export interface LocalProviderOptions {
  /** Opens an engine: for the first session, and again after it was lost or let go. */
  engine: () => Promise<SpeechEngine>;
  /** How long no session must have used the engine before it is closed. */
  idleMs?: number;
  /** Who thinks; by default rules that follow the prompt. */
  dialogue?: (config: RealtimeSessionConfig) => Dialogue;
}

/** The next call starts without the 0.8 s of loading, and a gateway without local calls has its memory back soon. */
const IDLE_MS = 5 * 60_000;

/** A realtime voice provider that runs on this machine without any key: it hears, thinks and speaks in this process. */
export function createLocalProvider(options: LocalProviderOptions): RealtimeProvider {
  const { dialogue = ruleBasedDialogue, idleMs = IDLE_MS } = options;
  const engine = createEngineOnDemand(options.engine, idleMs);

  return {
    name: 'local',
    // The first session waits for the engine.
    capabilities: { updates: true, maxSessionSeconds: 24 * 60 * 60, opensWithinMs: 15_000 },
    open(config: RealtimeSessionConfig, listener: RealtimeListener) {
      return createLocalSession(config, listener, { engine, dialogue: dialogue(config) });
    },
  };
}
