import type { Outputs } from '#/api/trpc.ts';
import type { AgentOptions } from './agent-options.ts';

type Voices = Pick<Outputs['agents']['get'], 'voice_provider' | 'fallback_voice_providers'>;

/** Who can hold an agent's calls here. */
export type Readiness =
  /** Its own provider. */
  | { kind: 'ready' }
  /** Its own cannot be used: others take its calls, this one first. */
  | { kind: 'fallback'; label: string }
  /** Nobody: callers hear an apology. */
  | { kind: 'cannot take calls'; label: string };

/**
 * Whether an agent's calls can be held, as the gateway decides it: by its own provider, then its fallbacks, then any other
 * with a key. The local voice, which speaks English only, is a fallback only where the agent names it.
 */
export function readinessOf(agent: Voices, { voice_providers }: Pick<AgentOptions, 'voice_providers'>): Readiness {
  const own = voice_providers.find(({ name }) => name === agent.voice_provider);
  if (own?.status === 'ready') return { kind: 'ready' };
  const ready = voice_providers.filter(({ status }) => status === 'ready');
  const named = (agent.fallback_voice_providers ?? []).flatMap(
    (name) => ready.find((each) => each.name === name) ?? [],
  );
  const next = named[0] ?? ready.find(({ name }) => name !== 'local');
  if (next) return { kind: 'fallback', label: next.label };
  return { kind: 'cannot take calls', label: own?.label ?? 'its voice provider' };
}
