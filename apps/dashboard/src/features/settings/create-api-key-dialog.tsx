import { APIKeyCreate } from '@leadlock/identity/api-keys/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { inBackground } from '#/in-background.ts';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Select } from '#/components/ui/select.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';

const NEVER = 'never';
const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: NEVER, label: 'Never expires' },
];

/** Makes a key, then shows it: the only time that it can be read. */
export function CreateApiKeyDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [plaintext, setPlaintext] = useState<string | null>(null);
  const form = useServerForm(APIKeyCreate, {
    defaultValues: { name: '', expires_in_days: 365 },
    async onSubmit(key) {
      const { plaintext_key } = await api.apiKeys.create.mutate(key);
      inBackground(queryClient.invalidateQueries(trpc.apiKeys.pathFilter()));
      setPlaintext(plaintext_key);
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  if (plaintext !== null) {
    return (
      <Dialog
        open
        locked
        onOpenChange={onClose}
        title="Copy your key now"
        description="You won’t be able to see it again."
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex items-center gap-2 rounded-md border bg-canvas py-1.5 pr-1.5 pl-3">
          <code className="min-w-0 flex-1 font-mono text-xs break-all">{plaintext}</code>
          <CopyButton value={plaintext} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      title="New API key"
      description="It can do everything an admin can, except create keys and manage the team."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Create key
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Field label="Name" hint="The program that will use it" error={errors.name?.message}>
          <Input {...form.register('name')} />
        </Field>
        <Controller
          control={form.control}
          name="expires_in_days"
          render={({ field }) => (
            <Field label="Expires" error={errors.expires_in_days?.message}>
              <Select
                options={LIFETIMES}
                value={field.value ? String(field.value) : NEVER}
                onValueChange={(value) => field.onChange(value === NEVER ? null : Number(value))}
              />
            </Field>
          )}
        />
      </FieldGroup>
    </Dialog>
  );
}
