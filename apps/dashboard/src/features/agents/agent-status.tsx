import type { Outputs } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { useAgentOptions } from './agent-options.ts';
import { readinessOf } from './agent-readiness.ts';

type Agent = Pick<Outputs['agents']['get'], 'is_active' | 'voice_provider' | 'fallback_voice_providers'>;

/** Whether an agent answers, in two words. */
export function AgentStatus({ agent }: { agent: Agent }) {
  const readiness = readinessOf(agent, useAgentOptions());
  if (!agent.is_active) return <Badge dot>Inactive</Badge>;
  if (readiness.kind === 'cannot take calls') {
    return (
      <Badge dot tone="danger">
        Cannot take calls
      </Badge>
    );
  }
  return (
    <Badge dot tone="success">
      Active
    </Badge>
  );
}
