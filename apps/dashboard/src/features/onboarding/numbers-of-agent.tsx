import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc, type Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatPhone } from '#/format/phone.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

interface NumbersOfAgentProps {
  agent: { id: string; name: string };
  /** The numbers that no agent answers. */
  unanswered: Outputs['phoneNumbers']['list']['phone_numbers'];
  onboarding: Onboarding;
}

/** The agent that is there, and which of the numbers that nobody answers it takes. */
export function NumbersOfAgent({ agent, unanswered, onboarding }: NumbersOfAgentProps) {
  const { next } = onboarding;
  const queryClient = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const give = useMutation({
    async mutationFn() {
      for (const { id } of unanswered) {
        if (!left.has(id)) await api.phoneNumbers.update.mutate({ phone_number_id: id, agent_id: agent.id });
      }
    },
    onSuccess: () => next.mutate({ created: true, agent_id: agent.id }),
    onError: (error) => toast.error(`Some numbers couldn’t be assigned to ${agent.name}: ${toApiError(error).message}`),
    onSettled: () => queryClient.invalidateQueries(trpc.phoneNumbers.pathFilter()),
  });
  const toggle = (id: string, answered: boolean): void => {
    const others = new Set(left);
    if (answered) others.delete(id);
    else others.add(id);
    setLeft(others);
  };
  return (
    <StepCard
      title="Your agent"
      description="It comes with a prompt, a voice, and a greeting. Fine-tune them anytime."
      onboarding={onboarding}
      action={
        <Button variant="primary" loading={give.isPending || next.isPending} onClick={() => give.mutate()}>
          Continue
        </Button>
      }
    >
      <p className="flex items-center gap-2 text-[13px] font-medium">
        <CircleCheck className="size-4 text-success" aria-hidden="true" />
        {agent.name}
      </p>
      {unanswered.length > 0 && (
        <fieldset className="grid gap-3">
          <legend className="mb-3 text-[13px] text-muted">
            Nobody answers {unanswered.length === 1 ? 'this number' : 'these numbers'} yet. Which shall {agent.name}{' '}
            answer?
          </legend>
          {unanswered.map(({ id, phone_number }) => (
            <Checkbox
              key={id}
              checked={!left.has(id)}
              onCheckedChange={(answered) => toggle(id, answered)}
              label={<span className="tabular-nums">{formatPhone(phone_number)}</span>}
            />
          ))}
        </fieldset>
      )}
    </StepCard>
  );
}
