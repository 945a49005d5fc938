import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Mic } from 'lucide-react';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { formatPhone } from '#/format/phone.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

export function TalkStep({ onboarding }: { onboarding: Onboarding }) {
  const { next } = onboarding;
  const agents = useQuery(trpc.agents.names.queryOptions());
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({}));
  const agent = agents.data?.agents[0];
  const number = numbers.data?.phone_numbers.find(({ agent_id }) => agent_id);
  return (
    <StepCard
      title="Try it"
      description={
        number
          ? `Call ${formatPhone(number.phone_number)} from any phone, or talk to your agent here in the browser.`
          : 'Talk to your agent here in the browser. It works just like on the phone.'
      }
      onboarding={onboarding}
      action={
        <Button variant="primary" loading={next.isPending} onClick={() => next.mutate({ completed: true })}>
          It works
        </Button>
      }
    >
      {agent && (
        <div>
          <Button asChild>
            <Link to="/agents/$agentId/talk" params={{ agentId: agent.id }}>
              <Mic />
              Talk to {agent.name}
            </Link>
          </Button>
        </div>
      )}
    </StepCard>
  );
}
