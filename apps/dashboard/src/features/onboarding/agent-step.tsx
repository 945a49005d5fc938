import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { NewAgentForm } from '#/features/agents/new-agent-form.tsx';
import { NumbersOfAgent } from './numbers-of-agent.tsx';
import type { Onboarding } from './use-onboarding.ts';

/** Makes the first agent, then asks which numbers it answers where there are any. */
export function AgentStep({ onboarding }: { onboarding: Onboarding }) {
  const { next, goTo, index } = onboarding;
  const agents = useQuery(trpc.agents.names.queryOptions());
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({}));
  const error = agents.error ?? numbers.error;
  if (error) {
    return (
      <ErrorState
        message={toApiError(error).message}
        onRetry={() => void Promise.all([agents.refetch(), numbers.refetch()])}
      />
    );
  }
  if (!agents.data || !numbers.data) return <Skeleton className="h-72" />;
  const unanswered = numbers.data.phone_numbers.filter(({ agent_id }) => !agent_id);
  const [agent] = agents.data.agents;
  if (agent !== undefined) return <NumbersOfAgent agent={agent} unanswered={unanswered} onboarding={onboarding} />;
  return (
    <Suspense fallback={<Skeleton className="h-72" />}>
      <NewAgentForm
        onCreated={({ id }) => {
          if (unanswered.length > 0) return agents.refetch();
          next.mutate({ created: true, agent_id: id });
        }}
      >
        <Button variant="ghost" onClick={() => goTo.mutate(index - 1)}>
          Back
        </Button>
      </NewAgentForm>
    </Suspense>
  );
}
