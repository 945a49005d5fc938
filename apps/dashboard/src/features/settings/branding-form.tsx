import { UpdateBrandingRequest } from '@leadlock/agency/branding/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { api, trpc } from '#/api/trpc.ts';
import { ColorInput } from '#/components/ui/color-input.tsx';
import { Field } from '#/components/ui/field.tsx';
import { FormActions, FormError, FormSection } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { emptyAsNull } from '#/forms/empty-as-null.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useAccount } from '#/session/account.ts';
import { BrandingColorNote } from './branding-color-note.tsx';
import { BrandingDomainProof } from './branding-domain-proof.tsx';
import { BrandingDomainRecord } from './branding-domain-record.tsx';
import { BrandingPicture } from './branding-picture.tsx';
import { BrandingPreview } from './branding-preview.tsx';
import { showBrand, type Branding } from './branding-queries.ts';

const valuesOf = ({ company_name, primary_color, support_email, support_url, custom_domain }: Branding) => ({
  company_name: company_name ?? null,
  primary_color,
  support_email: support_email ?? null,
  support_url: support_url ?? null,
  custom_domain: custom_domain ?? null,
});

export function BrandingForm({ branding }: { branding: Branding }) {
  const { tenant } = useAccount();
  const queryClient = useQueryClient();
  const form = useServerForm(UpdateBrandingRequest, {
    defaultValues: valuesOf(branding),
    async onSubmit(changes) {
      const saved = await api.agency.branding.update.mutate(changes);
      showBrand(queryClient, saved);
      await queryClient.invalidateQueries(trpc.agency.branding.getDomain.pathFilter());
      form.reset(valuesOf(saved));
      toast.success('Brand saved');
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const values = form.watch();
  const color = values.primary_color ?? branding.primary_color;
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)}>
      <FormError message={form.problem} />
      <FormSection title="Name and color" description="Your clients see these on every page instead of ours.">
        <Field label="Company name" error={errors.company_name?.message}>
          <Input placeholder={tenant.name} autoComplete="off" {...form.register('company_name', emptyAsNull)} />
        </Field>
        <Controller
          control={form.control}
          name="primary_color"
          render={({ field }) => (
            <Field label="Color" error={errors.primary_color?.message}>
              <ColorInput value={field.value} onValueChange={field.onChange} />
            </Field>
          )}
        />
        <BrandingColorNote color={color} />
        <BrandingPreview name={values.company_name || tenant.name} color={color} logoUrl={branding.logo_url ?? null} />
      </FormSection>
      <FormSection title="Logo and favicon" description="Changes apply as soon as you upload a file.">
        <BrandingPicture kind="logo" url={branding.logo_url ?? null} />
        <BrandingPicture kind="favicon" url={branding.favicon_url ?? null} />
      </FormSection>
      <FormSection title="Support" description="Where your clients go for help.">
        <Field label="Support email" error={errors.support_email?.message}>
          <Input
            type="email"
            placeholder="help@example.com"
            autoComplete="off"
            {...form.register('support_email', emptyAsNull)}
          />
        </Field>
        <Field label="Support page" error={errors.support_url?.message}>
          <Input
            type="url"
            placeholder="https://example.com/help"
            autoComplete="off"
            {...form.register('support_url', emptyAsNull)}
          />
        </Field>
      </FormSection>
      <FormSection title="Custom domain" description="Let your clients sign in on your own domain.">
        <Field label="Domain" error={errors.custom_domain?.message}>
          <Input
            placeholder="app.example.com"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register('custom_domain', emptyAsNull)}
          />
        </Field>
        {branding.custom_domain && (
          <>
            <BrandingDomainProof key={branding.custom_domain} />
            <BrandingDomainRecord domain={branding.custom_domain} />
          </>
        )}
      </FormSection>
      <FormActions dirty={isDirty} saving={isSubmitting} onReset={() => form.reset(valuesOf(branding))} />
    </form>
  );
}
