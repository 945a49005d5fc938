import { MeUpdate } from '@leadlock/identity/me/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError, FormSection } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useAccount } from '#/session/account.ts';
import { ROLE_NAMES, type Role } from './roles.ts';

export function ProfileForm() {
  const { user } = useAccount();
  const queryClient = useQueryClient();
  const form = useServerForm(MeUpdate, {
    defaultValues: { full_name: user.full_name ?? '' },
    async onSubmit({ full_name }) {
      const me = await api.me.update.mutate({ full_name });
      queryClient.setQueryData(trpc.auth.me.queryKey(), me);
      form.reset({ full_name: me.user.full_name ?? '' });
      toast.success('Name saved');
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsavedGuard(isDirty, 'Your new name hasn’t been saved yet.');
  return (
    <FormSection title="You" description={`Your role in this account: ${ROLE_NAMES[user.role as Role].toLowerCase()}.`}>
      <form noValidate onSubmit={(event) => void form.submit(event)}>
        <FieldGroup>
          <FormError message={form.problem} />
          <Field label="Name" error={errors.full_name?.message}>
            <Input autoComplete="name" {...form.register('full_name')} />
          </Field>
          <div>
            <Button type="submit" disabled={!isDirty} loading={isSubmitting}>
              Save name
            </Button>
          </div>
        </FieldGroup>
      </form>
    </FormSection>
  );
}
