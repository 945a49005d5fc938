import { StepUpdateRequest } from '@leadlock/identity/onboarding/schemas';
import { Controller } from 'react-hook-form';
import { Button } from '#/components/ui/button.tsx';
import { Combobox } from '#/components/ui/combobox.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useAccount } from '#/session/account.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

const INDUSTRIES = [
  'Dental practice',
  'Medical clinic',
  'Veterinary practice',
  'Home services',
  'Roofing',
  'Plumbing and heating',
  'Law firm',
  'Real estate',
  'Restaurant',
  'Salon or spa',
  'Auto repair',
  'Insurance',
  'Other',
].map((name) => ({ value: name, label: name }));

export function BusinessStep({ onboarding }: { onboarding: Onboarding }) {
  const { tenant, acting, isAgency } = useAccount();
  const { progress, next } = onboarding;
  const form = useServerForm(StepUpdateRequest.pick({ business_name: true, industry: true }), {
    defaultValues: {
      business_name: progress.business_name ?? acting?.name ?? tenant.name,
      industry: progress.industry,
    },
    onSubmit: (facts) => next.mutateAsync({ ...facts, account_type: tenant.tenant_type }),
  });
  const { errors } = form.formState;
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)}>
      <StepCard
        title={isAgency ? 'Your agency' : 'Your business'}
        description={isAgency ? 'Your clients see this name.' : 'Agents use it to introduce themselves.'}
        onboarding={onboarding}
        action={
          <Button type="submit" variant="primary" loading={next.isPending}>
            Continue
          </Button>
        }
      >
        <FieldGroup>
          <FormError message={form.problem} />
          <Field label="Name" error={errors.business_name?.message}>
            <Input autoComplete="organization" {...form.register('business_name')} />
          </Field>
          {!isAgency && (
            <Controller
              control={form.control}
              name="industry"
              render={({ field }) => (
                <Field label="Industry" error={errors.industry?.message}>
                  <Combobox
                    options={INDUSTRIES}
                    value={field.value}
                    onValueChange={field.onChange}
                    placeholder="What you do"
                  />
                </Field>
              )}
            />
          )}
        </FieldGroup>
      </StepCard>
    </form>
  );
}
