import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Combobox } from '#/components/ui/combobox.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';
import type { AgencyAgent } from './agency-agents-search.ts';
import { useOpenAgent } from './use-open-agent.ts';

/** Gives another sub-account an agent like this one. */
export function CopyAgentDialog({ agent, onClose }: { agent: AgencyAgent; onClose: () => void }) {
  const { context } = useAccount();
  const queryClient = useQueryClient();
  const openAgent = useOpenAgent();
  const [target, setTarget] = useState<string | null>(null);
  const targetName = context.available_sub_accounts.find(({ id }) => id === target)?.name ?? '';
  const copy = useMutation(
    trpc.agency.agents.copy.mutationOptions({
      onSuccess({ id, name, tenant_id }) {
        toast.success(`${name} copied to ${targetName}`, {
          action: { label: 'Open', onClick: () => void openAgent({ id, tenant_id, sub_account_name: targetName }) },
        });
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.agency.pathFilter()),
    }),
  );
  const options = context.available_sub_accounts
    .filter(({ id }) => id !== agent.tenant_id)
    .map(({ id, name, slug }) => ({ value: id, label: name, keywords: [slug] }));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={target !== null}
      title={`Copy ${agent.name}`}
      description={`From ${agent.sub_account_name}. The copy is inactive and has no phone numbers, calendars, GoHighLevel settings, or knowledge bases. Those stay with the original account.`}
      onSubmit={() =>
        target !== null &&
        copy.mutate({ agent_id: agent.id, source_tenant_id: agent.tenant_id, target_tenant_id: target })
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={target === null} loading={copy.isPending}>
            Copy agent
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={copy.error && toApiError(copy.error).message} />
        <Field label="Copy to">
          <Combobox
            options={options}
            value={target}
            onValueChange={setTarget}
            placeholder="Choose a client"
            searchPlaceholder="Find a client"
            emptyText="No clients found"
          />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
