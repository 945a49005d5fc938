import { UpdateSubAccountRequest } from '@leadlock/agency/sub-accounts/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { emptyAsNull } from '#/forms/empty-as-null.ts';
import { RateFields, type Rates } from './rate-fields.tsx';
import { refreshSubAccounts } from './refresh-sub-accounts.ts';
import type { SubAccount } from './sub-account-status.ts';
import type { Upcharges } from './upcharges-field.tsx';

const { shape } = UpdateSubAccountRequest;
/** The api leaves a price as it is when it is sent none; an emptied one must not pass for saved. */
const EditedSubAccount = UpdateSubAccountRequest.extend({
  per_minute_rate_cents: shape.per_minute_rate_cents.unwrap().unwrap(),
  monthly_platform_fee_cents: shape.monthly_platform_fee_cents.unwrap().unwrap(),
  billing_start_day: shape.billing_start_day.unwrap().unwrap(),
});

/** Changes what an agency has agreed on with a client. */
export default function EditSubAccountDialog({ account, onClose }: { account: SubAccount; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useServerForm(EditedSubAccount, {
    defaultValues: {
      name: account.name,
      admin_name: account.admin_name ?? null,
      admin_email: account.admin_email ?? null,
      per_minute_rate_cents: account.per_minute_rate_cents,
      monthly_platform_fee_cents: account.monthly_platform_fee_cents,
      billing_start_day: account.billing_start_day,
      // The api writes nothing but cents there.
      upcharge_by_provider: account.upcharge_by_provider as Upcharges | null,
      test_demo_upcharge_by_provider: account.test_demo_upcharge_by_provider as Upcharges | null,
      text_upcharge_by_type: account.text_upcharge_by_type as Upcharges | null,
    },
    async onSubmit(changes) {
      const { name } = await api.agency.subAccounts.update.mutate({ ...changes, sub_account_id: account.id });
      toast.success(`${name} saved`);
      await refreshSubAccounts(queryClient);
      onClose();
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const change = (rates: Rates): void => {
    for (const name of Object.keys(rates) as (keyof Rates)[]) {
      // Emptied it is null, which the check refuses.
      form.setValue(name, rates[name], { shouldDirty: true, shouldValidate: true });
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      locked={isSubmitting}
      size="lg"
      title={`Edit ${account.name}`}
      description="New prices apply to calls that end after you save."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose} disabled={isSubmitting}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" disabled={!isDirty} loading={isSubmitting}>
            Save
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Field label="Name" required error={errors.name?.message}>
          <Input autoComplete="off" {...form.register('name')} />
        </Field>
        <FieldGroup columns={2}>
          <Field label="Administrator’s name" error={errors.admin_name?.message}>
            <Input autoComplete="off" {...form.register('admin_name', emptyAsNull)} />
          </Field>
          <Field label="Administrator’s email" error={errors.admin_email?.message}>
            <Input type="email" autoComplete="off" {...form.register('admin_email', emptyAsNull)} />
          </Field>
        </FieldGroup>
        <RateFields rates={form.watch()} errors={errors} onRatesChange={change} />
      </FieldGroup>
    </Dialog>
  );
}
