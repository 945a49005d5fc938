import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { Switch } from '#/components/ui/switch.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { agentNumbersQuery, agentQuery, describeNumbers, refreshAgents } from './agents-queries.ts';
import { blanksQuestion, unfilledBlanks } from './unfilled-blanks.ts';

interface AgentSwitchProps {
  agent: Pick<Outputs['agents']['get'], 'id' | 'name' | 'is_active'>;
  label: string;
  className?: string;
}

/** Switches an agent on and off; asks first where callers would miss it, or would hear what nobody has filled in. */
export function AgentSwitch({ agent, label, className }: AgentSwitchProps) {
  const queryClient = useQueryClient();
  const confirm = useConfirm();
  const [asking, setAsking] = useState(false);
  // Says what is wanted: turning around what the api has would do the opposite where this page is out of date.
  const change = useMutation(
    trpc.agents.update.mutationOptions({
      async onSuccess({ name, is_active }) {
        toast.success(is_active ? `${name} now takes calls` : `${name} no longer takes calls`);
        await refreshAgents(queryClient);
      },
      onError: (error) => toast.error(toApiError(error).message),
    }),
  );
  async function choose(isActive: boolean): Promise<void> {
    if (await may(isActive ? activate : deactivate)) change.mutate({ agent_id: agent.id, is_active: isActive });
  }
  async function activate(): Promise<boolean> {
    const blanks = unfilledBlanks(await queryClient.fetchQuery(agentQuery(agent.id)));
    return blanks.length === 0 || confirm(blanksQuestion(blanks, 'Activate anyway'));
  }
  async function deactivate(): Promise<boolean> {
    const answered = describeNumbers(await queryClient.fetchQuery(agentNumbersQuery(agent.id)));
    return (
      answered === null ||
      confirm({
        title: `Deactivate ${agent.name}?`,
        body: `No one will answer ${answered} until you activate it again.`,
        confirmLabel: 'Deactivate',
        danger: true,
      })
    );
  }
  async function may(ask: () => Promise<boolean>): Promise<boolean> {
    setAsking(true);
    try {
      return await ask();
    } catch (error) {
      toast.error(toApiError(error).message);
      return false;
    } finally {
      setAsking(false);
    }
  }
  return (
    <Switch
      aria-label={label}
      checked={change.isPending ? change.variables.is_active === true : agent.is_active}
      disabled={change.isPending || asking}
      onCheckedChange={(isActive) => void choose(isActive)}
      className={className}
    />
  );
}
