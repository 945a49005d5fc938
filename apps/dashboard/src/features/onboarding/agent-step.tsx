import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Suspense } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { templateFor } from '#/features/agents/agent-templates.ts';
import { agentNamesQuery } from '#/features/agents/agents-queries.ts';
import { NewAgentForm } from '#/features/agents/new-agent-form.tsx';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

/** Makes the first agent, with what the business said of itself. */
export function AgentStep({ onboarding }: { onboarding: Onboarding }) {
  const { next, goTo, index, progress } = onboarding;
  const agents = useQuery(agentNamesQuery('', 1));
  if (agents.error) {
    return <ErrorState message={toApiError(agents.error).message} onRetry={() => void agents.refetch()} />;
  }
  if (!agents.data) return <Skeleton className="h-72" />;
  const [agent] = agents.data.agents;
  if (agent !== undefined) {
    return (
      <StepCard
        title="Your agent"
        description="It comes with a prompt, a voice, and a greeting. Fine-tune them anytime."
        onboarding={onboarding}
        action={
          <Button
            variant="primary"
            loading={next.isPending}
            onClick={() => next.mutate({ created: true, agent_id: agent.id })}
          >
            Continue
          </Button>
        }
      >
        <p className="flex items-center gap-2 text-[13px] font-medium">
          <CircleCheck className="size-4 text-success" aria-hidden="true" />
          {agent.name}
        </p>
      </StepCard>
    );
  }
  return (
    <Suspense fallback={<Skeleton className="h-72" />}>
      <NewAgentForm
        businessName={progress.business_name}
        template={templateFor(progress.industry)}
        onCreated={({ id }) => next.mutateAsync({ created: true, agent_id: id })}
      >
        <Button variant="ghost" onClick={() => goTo.mutate(index - 1)}>
          Back
        </Button>
      </NewAgentForm>
    </Suspense>
  );
}
