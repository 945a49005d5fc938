import type { RealtimeListener, RealtimeProvider, RealtimeSessionConfig } from '../contracts/realtime-provider.ts';
import type { Dialogue } from './dialogue/dialogue.ts';
import { ruleBasedDialogue } from './dialogue/rule-based-dialogue.ts';
import type { SpeechEngine } from './engine/speech-engine.ts';
import { createLocalSession } from './local-session.ts';

export interface LocalProviderOptions {
  /** Called for the first session, and again after the engine was lost. Whoever passes it also closes the engine. */
  engine: () => Promise<SpeechEngine>;
  /** Who thinks; by default rules that follow the prompt. */
  dialogue?: (config: RealtimeSessionConfig) => Dialogue;
}

/** A realtime voice provider that runs on this machine without any key: it hears, thinks and speaks in this process. */
export function createLocalProvider({ engine, dialogue = ruleBasedDialogue }: LocalProviderOptions): RealtimeProvider {
  let opened: Promise<SpeechEngine> | null = null;

  function sharedEngine(): Promise<SpeechEngine> {
    const opening = (opened ??= engine());
    opening.catch(() => {
      if (opened === opening) opened = null;
    });
    return opening;
  }

  return {
    name: 'local',
    // The first session waits for the engine.
    capabilities: { updates: true, maxSessionSeconds: 24 * 60 * 60, opensWithinMs: 15_000 },
    open(config: RealtimeSessionConfig, listener: RealtimeListener) {
      return createLocalSession(config, listener, {
        engine: sharedEngine(),
        dialogue: dialogue(config),
        onEngineLost() {
          opened = null;
        },
      });
    },
  };
}
