import { randomBytes } from 'node:crypto';
import { Conversation } from '../realtime/conversation.ts';
import { Mind } from '../realtime/mind.ts';
import { TokenCounter } from '../realtime/usage.ts';

/** What a session knows, whatever the connection. */
export interface Memory {
  conversation: Conversation;
  mind: Mind;
  tokens: TokenCounter;
  /** It has taken in the conversation before it. */
  hasHistory: boolean;
}

export const newMemory = (): Memory => ({
  conversation: new Conversation(),
  mind: new Mind(),
  tokens: new TokenCounter(),
  hasHistory: false,
});

/** The sessions that can be resumed, by their handles. */
export class Handles {
  readonly #memories = new Map<string, { memory: Memory; expiresAt: number }>();

  give(memory: Memory, lifetimeMs: number): string {
    const handle = randomBytes(24).toString('base64url');
    this.#memories.set(handle, { memory, expiresAt: performance.now() + lifetimeMs });
    return handle;
  }

  find(handle: string): Memory | null {
    const kept = this.#memories.get(handle);
    return kept && kept.expiresAt > performance.now() ? kept.memory : null;
  }

  clear(): void {
    this.#memories.clear();
  }
}
