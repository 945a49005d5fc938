import { CreateWebhookEndpoint } from '@leadlock/platform/webhooks/schemas';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Switch } from '#/components/ui/switch.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { EventChoice } from './event-choice.tsx';
import type { Webhook } from './webhook.ts';

interface WebhookDialogProps {
  /** Null adds one. */
  webhook: Webhook | null;
  onClose: () => void;
}

/** Where events go, and which. The address is tried before it is saved. */
export default function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const queryClient = useQueryClient();
  const manifest = useQuery(trpc.outgoingWebhooks.events.queryOptions());
  const form = useServerForm(CreateWebhookEndpoint, {
    defaultValues: {
      url: webhook?.url ?? '',
      events: (webhook?.events ?? null) as CreateWebhookEndpoint['events'],
      enabled: webhook?.enabled ?? true,
    },
    async onSubmit(wanted) {
      if (webhook === null) await api.webhookEndpoints.create.mutate(wanted);
      else await api.webhookEndpoints.update.mutate({ endpoint_id: webhook.id, ...wanted });
      toast.success(webhook === null ? 'Webhook added' : 'Webhook saved');
      await queryClient.invalidateQueries(trpc.webhookEndpoints.pathFilter());
      onClose();
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const choosable = (manifest.data?.events ?? []).filter(({ type }) => type !== 'webhook.test');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      locked={isSubmitting}
      title={webhook === null ? 'New webhook' : 'Edit webhook'}
      description="A new URL gets a signed test event first. It’s saved once your server responds."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose} disabled={isSubmitting}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            {webhook === null ? 'Add webhook' : 'Save'}
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Field label="URL" error={errors.url?.message}>
          <Input type="url" inputMode="url" placeholder="https://example.com/webhooks" {...form.register('url')} />
        </Field>
        <Controller
          control={form.control}
          name="events"
          render={({ field }) => (
            <EventChoice
              events={choosable}
              value={field.value ?? null}
              onValueChange={field.onChange}
              error={errors.events && 'Choose at least one event'}
            />
          )}
        />
        <Controller
          control={form.control}
          name="enabled"
          render={({ field }) => (
            <Switch
              label="Send events"
              description="While disabled, events are not kept for later"
              checked={field.value === true}
              onCheckedChange={field.onChange}
            />
          )}
        />
      </FieldGroup>
    </Dialog>
  );
}
