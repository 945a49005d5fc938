import { AccountTimeZone } from '@leadlock/platform/time-zone/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError, FormSection } from '#/components/ui/form.tsx';
import { TimeZoneSelect } from '#/components/ui/time-zone-select.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useAccount } from '#/session/account.ts';

/** Where the days of charts and usage begin. */
export function TimeZoneForm() {
  const { context, isAdmin } = useAccount();
  const queryClient = useQueryClient();
  const form = useServerForm(AccountTimeZone, {
    defaultValues: { timezone: context.timezone },
    async onSubmit(wanted) {
      const { timezone } = await api.timeZone.set.mutate(wanted);
      queryClient.setQueryData(trpc.auth.context.queryKey(), (old) => old && { ...old, timezone });
      form.reset({ timezone });
      toast.success('Time zone saved');
      // Every figure that is counted by days is another one now.
      await queryClient.invalidateQueries();
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  useUnsavedGuard(isDirty, 'Your new time zone hasn’t been saved yet.');
  return (
    <FormSection title="Time zone" description="Charts, usage, and exports count days in this time zone.">
      <form noValidate onSubmit={(event) => void form.submit(event)}>
        <FieldGroup>
          <FormError message={form.problem} />
          <Controller
            control={form.control}
            name="timezone"
            render={({ field }) => (
              <Field
                label="Time zone"
                error={errors.timezone?.message}
                hint={isAdmin ? undefined : 'Only owners and admins can change it.'}
              >
                <TimeZoneSelect
                  value={field.value}
                  onValueChange={field.onChange}
                  onBlur={field.onBlur}
                  disabled={!isAdmin}
                />
              </Field>
            )}
          />
          {isAdmin && (
            <div>
              <Button type="submit" disabled={!isDirty} loading={isSubmitting}>
                Save time zone
              </Button>
            </div>
          )}
        </FieldGroup>
      </form>
    </FormSection>
  );
}
