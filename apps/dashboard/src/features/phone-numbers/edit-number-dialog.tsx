import { PhoneNumberUpdate } from '@leadlock/telephony/phone-numbers/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { inBackground } from '#/in-background.ts';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Combobox } from '#/components/ui/combobox.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useFoundAgents } from '#/features/agents/use-found-agents.ts';
import { formatPhone } from '#/format/phone.ts';
import { givenName } from './given-name.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import type { PhoneNumber } from './phone-number.ts';
import { refreshNumbers } from './refresh-numbers.ts';

const NOBODY = 'nobody';

export function EditNumberDialog({ number, onClose }: { number: PhoneNumber; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useServerForm(PhoneNumberUpdate, {
    defaultValues: { friendly_name: givenName(number) ?? '', agent_id: number.agent_id ?? null },
    async onSubmit({ friendly_name, agent_id }) {
      await api.phoneNumbers.update.mutate({
        phone_number_id: number.id,
        friendly_name: friendly_name?.trim() || null,
        agent_id,
      });
      toast.success('Number saved');
      inBackground(refreshNumbers(queryClient));
      onClose();
    },
  });
  const found = useFoundAgents(form.watch('agent_id'));
  const { errors, isSubmitting, isDirty } = form.formState;
  const options = [
    ...(found.typed === ''
      ? [{ value: NOBODY, label: 'No agent', description: 'Callers hear that no one is available' }]
      : []),
    ...found.agents.map(({ id, name, is_active }) => ({
      value: id,
      label: name,
      description: is_active ? undefined : 'Inactive',
    })),
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      title={formatPhone(number.phone_number)}
      description="Choose an agent and a display name."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Save
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Controller
          control={form.control}
          name="agent_id"
          render={({ field }) => (
            <Field label="Answered by" error={errors.agent_id?.message}>
              <Combobox
                options={options}
                value={field.value ?? NOBODY}
                onValueChange={(value) => field.onChange(value === NOBODY ? null : value)}
                chosenLabel={field.value ? found.chosenLabel : 'No agent'}
                emptyText="No agents found"
                disabled={found.isPending}
                {...found.search}
              />
            </Field>
          )}
        />
        <Field label="Name" hint="Only your team sees this" error={errors.friendly_name?.message}>
          <Input {...form.register('friendly_name')} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
