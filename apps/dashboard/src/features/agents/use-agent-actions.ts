import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toast } from '#/components/ui/toaster.tsx';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { agentNumbersQuery, describeNumbers, refreshAgents } from './agents-queries.ts';

type Agent = Pick<Outputs['agents']['get'], 'id' | 'name'>;

export interface AgentActions {
  /** Makes a copy and opens it. */
  duplicate: (agent: Agent) => void;
  /** Asks first. `leave` takes people away from the agent's own page once it is gone. */
  remove: (agent: Agent, leave?: () => Promise<void>) => Promise<void>;
}

/** What can be done with a whole agent, from the list and from its page. */
export function useAgentActions(): AgentActions {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const refresh = () => refreshAgents(queryClient);
  const onError = (error: unknown): void => toast.error(toApiError(error).message);

  const duplicate = useMutation(
    trpc.agents.duplicate.mutationOptions({
      async onSuccess({ id, name }) {
        toast.success(`${name} created as inactive`);
        await refresh();
        await navigate({ to: '/agents/$agentId', params: { agentId: id } });
      },
      onError,
    }),
  );
  const remove = useMutation(trpc.agents.delete.mutationOptions());

  return {
    duplicate: ({ id }) => duplicate.mutate({ agent_id: id }),
    async remove(agent, leave) {
      try {
        const lost = describeNumbers(await queryClient.fetchQuery(agentNumbersQuery(agent.id)));
        const sure = await confirm({
          title: `Delete ${agent.name}?`,
          body: deletionLoss(lost),
          confirmLabel: 'Delete agent',
          danger: true,
        });
        if (!sure) return;
        await remove.mutateAsync({ agent_id: agent.id });
      } catch (error) {
        onError(error);
        return;
      }
      toast.success(`${agent.name} deleted`);
      await leave?.();
      queryClient.removeQueries(trpc.agents.get.queryFilter({ agent_id: agent.id }));
      await refresh();
    },
  };
}

/** What somebody should know before they delete an agent that answers these numbers. */
function deletionLoss(numbers: string | null): string {
  const rest = 'Its settings will be permanently deleted. Its calls stay in the call log.';
  return numbers === null ? rest : `No one will answer ${numbers}. ${rest}`;
}
