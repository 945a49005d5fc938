import { TenantUpdate } from '@leadlock/platform/webhooks/schemas';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError, FormSection } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { SkeletonText } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useAccount } from '#/session/account.ts';
import { actFor } from '#/session/acting-account.ts';

/** What the company is called: in the account switcher, invitations, and emails. */
export function CompanyForm() {
  const { data, error, isPending, refetch } = useQuery(trpc.tenants.me.queryOptions());
  return (
    <FormSection title="Company" description="Your team and the people you invite see this name.">
      {isPending && <SkeletonText />}
      {error && <ErrorState message={toApiError(error).message} onRetry={() => void refetch()} />}
      {data && <NameForm name={data.name} />}
    </FormSection>
  );
}

function NameForm({ name: saved }: { name: string }) {
  const { isAdmin, acting } = useAccount();
  const queryClient = useQueryClient();
  const form = useServerForm(TenantUpdate.pick({ name: true }), {
    defaultValues: { name: saved },
    async onSubmit(wanted) {
      const { name } = await api.tenantSettings.update.mutate(wanted);
      form.reset({ name });
      if (acting) actFor({ ...acting, name });
      toast.success('Company name saved');
      // The name is on many pages.
      await queryClient.invalidateQueries();
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  useUnsavedGuard(isDirty, 'Your new company name hasn’t been saved yet.');
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)}>
      <FieldGroup>
        <FormError message={form.problem} />
        <Field
          label="Company name"
          error={errors.name?.message}
          hint={isAdmin ? undefined : 'Only owners and admins can change it.'}
        >
          <Input autoComplete="organization" readOnly={!isAdmin} {...form.register('name')} />
        </Field>
        {isAdmin && (
          <div>
            <Button type="submit" disabled={!isDirty} loading={isSubmitting}>
              Save company name
            </Button>
          </div>
        )}
      </FieldGroup>
    </form>
  );
}
