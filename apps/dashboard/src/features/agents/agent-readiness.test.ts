import { describe, expect, it } from 'vitest';
import type { AgentOptions } from './agent-options.ts';
import { readinessOf } from './agent-readiness.ts';

type Provider = AgentOptions['voice_providers'][number];

const options = (ready: readonly string[]) => ({
  voice_providers: ['openai', 'xai', 'local'].map(
    (name) => ({ name, label: name.toUpperCase(), status: ready.includes(name) ? 'ready' : 'key_missing' }) as Provider,
  ),
});

describe('an agent’s calls', () => {
  it.each([
    ['its own provider', 'openai', [], ['openai', 'xai'], { kind: 'ready' }],
    ['the fallback it names', 'openai', ['local'], ['xai', 'local'], { kind: 'fallback', label: 'LOCAL' }],
    ['any other with a key', 'openai', [], ['xai', 'local'], { kind: 'fallback', label: 'XAI' }],
    [
      'nobody, for it does not name the local voice',
      'openai',
      [],
      ['local'],
      { kind: 'cannot take calls', label: 'OPENAI' },
    ],
  ] as const)('are held by %s', (_, own, fallbacks, ready, expected) => {
    const agent = { voice_provider: own, fallback_voice_providers: [...fallbacks] };
    expect(readinessOf(agent, options(ready))).toEqual(expected);
  });
});
