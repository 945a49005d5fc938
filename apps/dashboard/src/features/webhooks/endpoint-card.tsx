import { TenantUpdate } from '@leadlock/platform/webhooks/schemas';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useEffect } from 'react';
import { Controller } from 'react-hook-form';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc, type Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#/components/ui/card.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Switch } from '#/components/ui/switch.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { SigningSecret } from './signing-secret.tsx';

type Settings = Outputs['tenantSettings']['getWebhook'];

/** Whoever enters the first address wants events there: the switch is on until they say otherwise. */
const editable = ({ webhook_url, webhook_enabled }: Pick<Settings, 'webhook_url' | 'webhook_enabled'>) => ({
  webhook_url: webhook_url ?? '',
  webhook_enabled: webhook_url === null || webhook_enabled,
});

/** Where the events go. */
export function EndpointCard({ settings }: { settings: Settings }) {
  const queryClient = useQueryClient();
  const form = useServerForm(TenantUpdate.pick({ webhook_url: true, webhook_enabled: true }), {
    defaultValues: editable(settings),
    async onSubmit({ webhook_url, webhook_enabled }) {
      const url = webhook_url?.trim() || null;
      const changes = { webhook_url: url, webhook_enabled: url !== null && webhook_enabled === true };
      await api.tenantSettings.update.mutate(changes);
      form.reset(editable(changes));
      toast.success('Webhook saved');
      await queryClient.invalidateQueries(trpc.tenantSettings.pathFilter());
    },
  });
  const test = useMutation(
    trpc.tenantSettings.testWebhook.mutationOptions({
      onSuccess({ success, status_code, error, duration_ms }) {
        if (success) toast.success(`Your server responded with ${status_code} in ${duration_ms} ms.`);
        else toast.error(error ?? `Your server responded with ${status_code}.`);
      },
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => queryClient.invalidateQueries(trpc.outgoingWebhooks.deliveries.pathFilter()),
    }),
  );
  const { errors, isSubmitting, isDirty } = form.formState;
  const { reset } = form;
  useEffect(() => {
    // Changed elsewhere, or disabled because it failed: shown unless something is being typed.
    if (!isDirty) reset(editable(settings));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is typed and saved, or taken back, is no news of the settings
  }, [settings, reset]);
  useUnsavedGuard(isDirty, 'You have unsaved changes to the webhook.');
  return (
    <Card>
      <CardHeader title="Endpoint" />
      <form noValidate onSubmit={(event) => void form.submit(event)}>
        <CardBody>
          <FieldGroup>
            <FormError message={form.problem} />
            <Field label="URL" error={errors.webhook_url?.message}>
              <Input
                type="url"
                inputMode="url"
                placeholder="https://example.com/webhooks"
                {...form.register('webhook_url')}
              />
            </Field>
            <Controller
              control={form.control}
              name="webhook_enabled"
              render={({ field }) => (
                <Switch
                  label="Send events"
                  description="While disabled, events are not kept for later"
                  checked={field.value === true}
                  onCheckedChange={field.onChange}
                />
              )}
            />
            {settings.webhook_secret !== null && <SigningSecret secret={settings.webhook_secret} />}
          </FieldGroup>
        </CardBody>
        <CardFooter className="justify-end">
          <Button
            disabled={settings.webhook_url === null || isDirty}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            <Send />
            Send test event
          </Button>
          <Button type="submit" variant="primary" disabled={!isDirty} loading={isSubmitting}>
            Save
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
