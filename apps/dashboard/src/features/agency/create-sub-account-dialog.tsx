import { CreateSubAccountRequest } from '@leadlock/agency/sub-accounts/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { conflictAtField } from '#/forms/conflict-at-field.ts';
import { emptyAsNull } from '#/forms/empty-as-null.ts';
import { RateFields, type Rates } from './rate-fields.tsx';
import { SlugField } from './slug-field.tsx';
import { suggestSlug } from './suggest-slug.ts';

interface CreateSubAccountDialogProps {
  onClose: () => void;
  /** What happens instead of opening its page. */
  onCreated?: () => void;
}

/** Adds a client's account, and invites the person who runs it. */
export default function CreateSubAccountDialog({ onClose, onCreated }: CreateSubAccountDialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [invites, setInvites] = useState(true);
  const form = useServerForm(CreateSubAccountRequest, {
    defaultValues: {
      name: '',
      slug: '',
      admin_email: null,
      admin_name: null,
      per_minute_rate_cents: 20,
      monthly_platform_fee_cents: 0,
      billing_start_day: 1,
    },
    async onSubmit(request) {
      const created = await api.agency.subAccounts.create.mutate(request).catch((error: unknown) => {
        throw conflictAtField(error, 'slug');
      });
      const { id, name, admin_email } = created;
      toast.success(`${name} is ready.`);
      if (invites && admin_email) await invite(id, admin_email);
      await Promise.all([
        queryClient.invalidateQueries(trpc.agency.pathFilter()),
        // The switcher lists it too.
        queryClient.invalidateQueries(trpc.auth.context.pathFilter()),
      ]);
      if (onCreated) return onCreated();
      inBackground(navigate({ to: '/clients/$subAccountId', params: { subAccountId: id } }));
    },
  });
  const { errors, isSubmitting, isDirty, dirtyFields } = form.formState;
  const values = form.watch();

  const change = (rates: Rates): void => {
    for (const name of Object.keys(rates) as (keyof Rates)[]) {
      // Emptied, the api's default counts.
      form.setValue(name, rates[name] ?? undefined, { shouldDirty: true, shouldValidate: true });
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      locked={isSubmitting}
      size="lg"
      title="New client"
      description="An account for one client, under your brand."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose} disabled={isSubmitting}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Create client
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <FieldGroup columns={2}>
          <Field label="Name" required hint="Your client’s business name." error={errors.name?.message}>
            <Input
              autoComplete="off"
              {...form.register('name', {
                onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
                  if (!dirtyFields.slug) form.setValue('slug', suggestSlug(event.target.value));
                },
              })}
            />
          </Field>
          <SlugField
            value={values.slug}
            onValueChange={(slug) => form.setValue('slug', slug, { shouldDirty: true, shouldValidate: true })}
            onBlur={() => void form.trigger('slug')}
            error={errors.slug?.message}
          />
          <Field label="Administrator’s name" error={errors.admin_name?.message}>
            <Input autoComplete="off" {...form.register('admin_name', emptyAsNull)} />
          </Field>
          <Field label="Administrator’s email" error={errors.admin_email?.message}>
            <Input type="email" autoComplete="off" {...form.register('admin_email', emptyAsNull)} />
          </Field>
        </FieldGroup>
        <Checkbox
          checked={invites && Boolean(values.admin_email)}
          disabled={!values.admin_email}
          onCheckedChange={setInvites}
          label="Invite administrator now"
          description="They’ll get an email with a link to set a password."
        />
        <RateFields hasDefaults rates={values} errors={errors} onRatesChange={change} />
      </FieldGroup>
    </Dialog>
  );
}

/** The account stands whether or not the email could be sent; its page offers to try again. */
async function invite(subAccountId: string, email: string): Promise<void> {
  try {
    await api.agency.subAccounts.invite.mutate({ sub_account_id: subAccountId });
    toast.success(`Invitation sent to ${email}`);
  } catch (error) {
    toast.error(`Couldn’t send the invitation: ${toApiError(error).message}`);
  }
}
