import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Suspense } from 'react';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { NewAgentForm } from '#/features/agents/new-agent-form.tsx';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

export function AgentStep({ onboarding }: { onboarding: Onboarding }) {
  const { next, goTo, index } = onboarding;
  const agents = useQuery(trpc.agents.list.queryOptions());
  const [agent] = agents.data?.agents ?? [];

  /** A number that nobody answers is answered by the first agent from now on. */
  async function giveNumbers(agentId: string): Promise<void> {
    const { phone_numbers } = await api.phoneNumbers.list.query({});
    const silent = phone_numbers.filter(({ agent_id }) => !agent_id);
    for (const { id } of silent) await api.phoneNumbers.update.mutate({ phone_number_id: id, agent_id: agentId });
  }

  if (agents.isPending) return <Skeleton className="h-72" />;
  if (agent === undefined) {
    return (
      <Suspense fallback={<Skeleton className="h-72" />}>
        <NewAgentForm
          onCreated={async ({ id }) => {
            await giveNumbers(id);
            await next.mutateAsync({ created: true, agent_id: id });
          }}
        >
          <Button variant="ghost" onClick={() => goTo.mutate(index - 1)}>
            Back
          </Button>
        </NewAgentForm>
      </Suspense>
    );
  }
  return (
    <StepCard
      title="Your agent"
      description="It has a prompt, a voice and a greeting to begin with. Fine-tune them at any time."
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
