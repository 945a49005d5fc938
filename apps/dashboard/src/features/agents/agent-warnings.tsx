import { Banner } from '#/components/ui/banner.tsx';
import { useAgentOptions } from './agent-options.ts';
import { readinessOf } from './agent-readiness.ts';
import type { Agent } from './editor/agent-values.ts';
import { quoteBlanks, unfilledBlanks } from './unfilled-blanks.ts';

/** What callers of an agent would notice, and what to do about it. */
export function AgentWarnings({ agent }: { agent: Agent }) {
  const readiness = readinessOf(agent, useAgentOptions());
  const unfilled = unfilledBlanks(agent);
  return (
    <>
      {readiness.kind === 'cannot take calls' && (
        <Banner kind="danger" title="This agent can’t take calls">
          This server has no API key for {readiness.label}. Choose another voice provider, or callers hear an apology.
        </Banner>
      )}
      {readiness.kind === 'fallback' && (
        <Banner kind="warning" title={`Calls use ${readiness.label}`}>
          This server has no API key for the agent’s own voice provider.
        </Banner>
      )}
      {unfilled.length > 0 && (
        <Banner kind="warning" title="The prompt has blanks to fill in">
          Callers may hear them: {quoteBlanks(unfilled)}.
        </Banner>
      )}
    </>
  );
}
