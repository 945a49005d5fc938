import { FullName, SignupRequest } from '@leadlock/identity/auth/schemas';
import { Link, useRouter } from '@tanstack/react-router';
import { Controller } from 'react-hook-form';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { beginSession } from '#/session/session.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';

const ACCOUNT_TYPES = [
  { value: 'direct', label: 'A business', description: 'Agents for your own phone numbers' },
  { value: 'agency', label: 'An agency', description: 'Agents for your clients, under your brand' },
] as const;

/** Where the person sits; the account counts its days there until another zone is chosen. */
const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function SignUpPage() {
  const router = useRouter();
  const form = useServerForm(SignupRequest.extend({ full_name: FullName }), {
    defaultValues: {
      full_name: '',
      company_name: '',
      email: '',
      password: '',
      account_type: 'direct',
      tos_accepted: false,
    },
    async onSubmit(account) {
      beginSession(await api.auth.signup.mutate({ ...account, timezone: browserZone() }));
      await router.navigate({ to: '/onboarding' });
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <AuthCard
      title="Create your account"
      description="Free trial, no card required. Your first agent answers in minutes."
      footer={
        <>
          Already have an account? <Link to="/sign-in">Sign in</Link>
        </>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem} />
        <Controller
          control={form.control}
          name="account_type"
          render={({ field }) => (
            <Field label="Account type" error={errors.account_type?.message}>
              <RadioCards options={ACCOUNT_TYPES} value={field.value} onValueChange={field.onChange} />
            </Field>
          )}
        />
        <Field label="Your name" error={errors.full_name?.message}>
          <Input autoComplete="name" {...form.register('full_name')} />
        </Field>
        <Field label="Company" error={errors.company_name?.message}>
          <Input autoComplete="organization" {...form.register('company_name')} />
        </Field>
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...form.register('email')} />
        </Field>
        <Field label="Password" hint="At least 6 characters, and not a common one" error={errors.password?.message}>
          <PasswordInput autoComplete="new-password" {...form.register('password')} />
        </Field>
        <Controller
          control={form.control}
          name="tos_accepted"
          render={({ field }) => (
            <Checkbox
              checked={field.value === true}
              onCheckedChange={field.onChange}
              label={
                <>
                  I accept the <Legal rel="terms-of-service">terms of service</Legal> and the{' '}
                  <Legal rel="privacy-policy">privacy policy</Legal>
                </>
              }
              error={errors.tos_accepted?.message}
            />
          )}
        />
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Create account
        </Button>
      </form>
    </AuthCard>
  );
}

/** Leads to what the operator of this installation has written; the api puts its address into the page. */
function Legal({ rel, children }: { rel: 'terms-of-service' | 'privacy-policy'; children: string }) {
  const href = document.querySelector<HTMLLinkElement>(`link[rel="${rel}"]`)?.href;
  if (href === undefined) return children;
  return (
    <a href={href} target="_blank" rel="noreferrer" className="text-brand-text underline underline-offset-4">
      {children}
    </a>
  );
}
